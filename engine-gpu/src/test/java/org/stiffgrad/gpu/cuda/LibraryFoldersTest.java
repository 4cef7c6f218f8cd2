package org.stiffgrad.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFoldersTest {
  @TempDir private Path root;

  private Path make(String folder) throws IOException {
    return Files.createDirectories(root.resolve(folder));
  }

  private List<Path> search(Map<String, String> environment) {
    return LibraryFolders.search(environment, root, root.resolve("home/me"));
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertEquals(List.of(), search(Map.of("CUDA_HOME", root + "/absent", "LD_LIBRARY_PATH", "")));
  }

  @Test
  void takesTheNewestToolkitAfterTheOneInUse() throws IOException {
    Path old = make("usr/local/cuda-12.4/lib64");
    Path young = make("usr/local/cuda-13.0/lib64");
    Path used = make("usr/local/cuda/lib64");
    assertEquals(List.of(used, young, old), search(Map.of()));
  }

  @Test
  void prefersWhatTheEnvironmentNames() throws IOException {
    Path usual = make("usr/lib/x86_64-linux-gnu");
    Path lib = make("usr/lib");
    Path home = make("cuda/lib64");
    Path one = make("one");
    Path two = make("two");
    Map<String, String> environment =
        Map.of("CUDA_HOME", root + "/cuda", "LD_LIBRARY_PATH", one + ":" + two + "::/absent");
    assertEquals(List.of(home, one, two, usual, lib), search(environment));
  }

  @Test
  void findsPackagesThatPipInstalled() throws IOException {
    Path environment = make("venv/lib/python3.12/site-packages/nvidia/cu13/lib");
    Path user = make("home/me/.local/lib/python3.11/site-packages/nvidia/cublas/lib");
    Path system = make("usr/local/lib/python3.12/dist-packages/nvidia/cusolver/lib");
    make("usr/local/lib/python3.12/dist-packages/other/cusolver/lib");
    assertEquals(
        List.of(root.resolve("venv/lib"), environment, user, system),
        search(Map.of("VIRTUAL_ENV", root + "/venv")));
  }
}
