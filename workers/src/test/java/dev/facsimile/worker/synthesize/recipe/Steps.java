package dev.facsimile.worker.synthesize.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.random.Philox;
import java.util.List;

/** Recipes from text, and pictures to try them on. */
public final class Steps {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Steps() {}

  /** Steps as a pipeline file has them, every field written out. */
  public static List<AugmentationSpec> of(String yaml) {
    try {
      return YAML.readValue(yaml, new TypeReference<List<AugmentationSpec>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  /** A picture with smooth colours, edges and some noise; another one for each seed. */
  public static Pixels picture(int width, int height, long seed) {
    var random = Philox.of(seed, "picture");
    var data = new byte[width * height * 3];
    int edge = 1 + random.below(width);
    int tint = random.below(256);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        data[i++] = (byte) (255 * x / width);
        data[i++] = (byte) (x + y < edge ? tint : 255 - tint);
        data[i++] = (byte) (200 * y / height + random.below(56));
      }
    }
    return new Pixels(width, height, 3, data);
  }

  /** The same as a JPEG file. */
  public static byte[] jpeg(int width, int height, long seed) {
    return JpegEncoder.encode(picture(width, height, seed), 95);
  }

  /** A pool of three pictures. */
  public static OtherPictures pool() {
    return random -> {
      int i = random.below(3);
      return new OtherPictures.Other("other" + i, picture(60 + 10 * i, 50, 100 + i));
    };
  }
}
