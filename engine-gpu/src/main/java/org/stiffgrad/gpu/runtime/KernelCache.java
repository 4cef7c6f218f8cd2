package org.stiffgrad.gpu.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compiled kernels on disk. The name of a file is the SHA-256 digest of all that decides about its
 * content; the content is preceded by its own digest, so that a damaged file counts as absent.
 *
 * @param folder where the files are; it need not exist
 */
record KernelCache(Path folder) {
  private static final String SUFFIX = ".image";
  private static final int DIGEST_BYTES = 32;

  /** The file for what was made of these, whether it exists or not. */
  Path file(List<String> origins) {
    MessageDigest digest = digest();
    for (String origin : origins) {
      byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
      /* With lengths, so that the same text divided otherwise is another origin. */
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return folder.resolve(HexFormat.of().formatHex(digest.digest()) + SUFFIX);
  }

  Optional<byte[]> read(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (content.length > DIGEST_BYTES) {
        byte[] image = Arrays.copyOfRange(content, DIGEST_BYTES, content.length);
        if (Arrays.equals(digest().digest(image), Arrays.copyOf(content, DIGEST_BYTES))) {
          return Optional.of(image);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps an image where that is possible; other processes see a whole file or none. */
  void write(Path file, byte[] image) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "image", ".part");
      try {
        byte[] content = Arrays.copyOf(digest().digest(image), DIGEST_BYTES + image.length);
        System.arraycopy(image, 0, content, DIGEST_BYTES, image.length);
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      /* Without it the next process compiles again. */
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
