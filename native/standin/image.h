// The form in which compiled kernels pass from NVRTC to the driver.
#pragma once
#include <cstddef>

#define IMAGE_MAGIC "STANDIN"

// Followed by a shared object.
struct Image {
  char magic[8];
  long architecture;
  size_t bytes;
};
