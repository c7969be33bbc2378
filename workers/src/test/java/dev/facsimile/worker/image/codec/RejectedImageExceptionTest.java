package dev.facsimile.worker.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;

class RejectedImageExceptionTest {
  @Test
  void whatADecoderReportsIsARejection() {
    var report = new IIOException("bad chunk");

    assertThat(RejectedImageException.reported("damaged PNG", report))
        .hasMessage("damaged PNG")
        .hasCause(report);
  }

  @Test
  void exhaustedMemoryIsNoPropertyOfAPictureHoweverItIsWrapped() {
    var exhausted = new OutOfMemoryError("Java heap space");
    var report = new IOException("cannot read", new RuntimeException(exhausted));

    assertThatThrownBy(() -> RejectedImageException.reported("damaged PNG", report))
        .isSameAs(exhausted);
  }
}
