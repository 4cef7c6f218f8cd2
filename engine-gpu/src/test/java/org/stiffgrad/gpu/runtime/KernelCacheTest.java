package org.stiffgrad.gpu.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final byte[] IMAGE = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void keepsAnImage() throws IOException {
    KernelCache cache = new KernelCache(folder.resolve("new"));
    Path file = cache.file(List.of("source", "option"));
    assertTrue(cache.read(file).isEmpty());
    cache.write(file, IMAGE);
    assertArrayEquals(IMAGE, cache.read(file).orElseThrow());
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void tellsOriginsApart() {
    KernelCache cache = new KernelCache(folder);
    assertNotEquals(cache.file(List.of("ab", "c")), cache.file(List.of("a", "bc")));
    assertNotEquals(cache.file(List.of("a")), cache.file(List.of("a", "")));
    assertEquals(cache.file(List.of("a", "b")), cache.file(List.of("a", "b")));
  }

  @Test
  void aDamagedFileCountsAsAbsent() throws IOException {
    KernelCache cache = new KernelCache(folder);
    Path file = cache.file(List.of("source"));
    cache.write(file, IMAGE);
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length; i++) {
      byte[] damaged = content.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertTrue(cache.read(file).isEmpty());
    }
    for (int length = 0; length < content.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(content, length));
      assertTrue(cache.read(file).isEmpty());
    }
    cache.write(file, IMAGE);
    assertArrayEquals(IMAGE, cache.read(file).orElseThrow());
  }

  @Test
  void doesWithoutAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    KernelCache cache = new KernelCache(file.resolve("cache"));
    cache.write(cache.file(List.of("source")), IMAGE);
    assertTrue(cache.read(cache.file(List.of("source"))).isEmpty());
  }
}
