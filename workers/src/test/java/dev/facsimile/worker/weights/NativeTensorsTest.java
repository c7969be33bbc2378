package dev.facsimile.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("engine")
class NativeTensorsTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void fillsLargeArraysRowsAtATime() {
    // given rows of 3 and at most 7 values at a time
    int[] next = {0};
    int[] largest = {0};
    NativeTensors.Values counting =
        count -> {
          largest[0] = Math.max(largest[0], count);
          var values = new float[count];
          for (int i = 0; i < count; i++) {
            values[i] = next[0]++;
          }
          return values;
        };
    var array = NativeTensors.fill(manager, new long[] {5, 3}, counting, 7);
    assertThat(largest[0]).isEqualTo(6);
    assertThat(array.toFloatArray())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    assertThat(array.getShape().getShape()).containsExactly(5, 3);
  }

  @Test
  void viewsArraysInSlices() {
    var array = manager.create(new float[] {1, 2, 3, 4});
    var tensor = NativeTensors.view(array);
    var expected = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    expected.asFloatBuffer().put(new float[] {1, 2, 3, 4});
    assertThat(tensor.slice(0, 16)).isEqualTo(expected);
    assertThat(tensor.slice(3, 7)).isEqualTo(expected.slice(3, 7));
    assertThat(tensor.floats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void widensToSinglePrecisionAndKeepsCounters() {
    var half =
        Tensor.of(
            DType.F16,
            new long[] {2},
            (offset, length) ->
                ByteBuffer.wrap(new byte[] {0, 0x3C, 0, (byte) 0xC0})
                    .slice((int) offset, length)
                    .order(ByteOrder.LITTLE_ENDIAN));
    assertThat(NativeTensors.upload(manager, half).toFloatArray()).containsExactly(1, -2);
    var counter = NativeTensors.upload(manager, Tensor.of(new long[] {1L << 40}));
    assertThat(counter.getLong()).isEqualTo(1L << 40);
    assertThat(counter.getShape().dimension()).isZero();
  }
}
