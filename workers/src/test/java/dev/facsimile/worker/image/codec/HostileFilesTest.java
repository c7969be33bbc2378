package dev.facsimile.worker.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes give a picture or a rejection with a reason, by either JPEG decoder. */
class HostileFilesTest {
  private static final List<byte[]> FILES = List.copyOf(SampleFiles.all().values());

  @Property(tries = 800)
  void damagedFiles(@ForAll("sample") byte[] sample, @ForAll long seed) {
    var random = new Random(seed);
    var file = sample.clone();
    int flips = 1 + random.nextInt(8);
    for (int i = 0; i < flips; i++) {
      // Headers are short: without a bias towards them they would hardly be hit.
      int at = random.nextInt(random.nextBoolean() ? Math.min(file.length, 64) : file.length);
      file[at] ^= (byte) (1 << random.nextInt(8));
    }
    decode(random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file);
  }

  @Property(tries = 300)
  void noiseBehindAFormatsFirstBytes(@ForAll("sample") byte[] sample, @ForAll long seed) {
    var random = new Random(seed);
    var file = new byte[random.nextInt(2000)];
    random.nextBytes(file);
    System.arraycopy(sample, 0, file, 0, Math.min(file.length, random.nextInt(40)));
    decode(file);
  }

  @Provide
  Arbitrary<byte[]> sample() {
    return Arbitraries.of(FILES);
  }

  private static void decode(byte[] file) {
    try {
      assertThat(ImageDecoder.decode(file, true).width()).isPositive();
    } catch (RejectedImageException e) {
      assertThat(e).message().isNotBlank();
    }
    try {
      assertThat(Jpeg.readWithImageIo(file, JpegHeader.read(file)).width()).isPositive();
    } catch (RejectedImageException e) {
      assertThat(e).message().isNotBlank();
    }
  }
}
