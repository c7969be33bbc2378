package dev.facsimile.pipeline.spec.recipe;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The recipes that every pipeline file may name: YAML lists beside this class, with every parameter
 * written out.
 */
public final class BuiltInRecipes {
  private static final List<String> NAMES = List.of("isc21", "strong");

  private static final ObjectReader READER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build()
          .readerFor(new TypeReference<List<AugmentationSpec>>() {});

  private static final ConcurrentMap<String, List<AugmentationSpec>> READ =
      new ConcurrentHashMap<>();

  private BuiltInRecipes() {}

  /** Their names, in alphabetical order. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The steps of a recipe.
   *
   * @throws IllegalArgumentException when there is no recipe of this name
   */
  public static List<AugmentationSpec> read(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no built-in recipe named \"" + name + "\"; there are " + String.join(", ", NAMES));
    }
    return READ.computeIfAbsent(name, BuiltInRecipes::parse);
  }

  private static List<AugmentationSpec> parse(String name) {
    try (var yaml = BuiltInRecipes.class.getResourceAsStream(name + ".yaml")) {
      return List.copyOf(READER.<List<AugmentationSpec>>readValue(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("built-in recipe " + name, e);
    }
  }
}
