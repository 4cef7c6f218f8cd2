#!/usr/bin/env bash
# Builds the stand-in: build.sh FOLDER makes FOLDER/12 and FOLDER/13, one for each version of CUDA, and
# FOLDER/incomplete, in which cuBLAS lacks a function.
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/objects" "$1/common" "$1/12" "$1/13" "$1/incomplete"
cd "$1"

jobs=()
compile() { # object, source, flags
  g++ -std=c++17 -ffp-contract=off -Wall -fPIC "${@:3}" -c -o "objects/$1.o" "$source/$2.cpp" &
  jobs+=($!)
}
compile nvrtc nvrtc -O1
compile standin standin -O2
compile driver driver -O1
compile blas blas -O3 -march=native
compile incomplete blas -O1 -DSTANDIN_WITHOUT_GEMM
compile solver solver -O3 -march=native
for job in "${jobs[@]}"; do wait "$job"; done

library() { # file, objects and libraries it needs
  # The names of the libraries are also the versions of their symbols, which JCuda asks for.
  g++ -shared -Wl,-soname,"$(basename "$1")" -Wl,--default-symver -Wl,--no-as-needed -o "$@" -ldl
}

# One state and one driver, whichever version is loaded.
state=common/libstandin.so
library $state objects/standin.o
library common/libcuda.so.1 objects/driver.o $state -Wl,-rpath,'$ORIGIN'
cp "$source/kernel.h" common/

for cuda in 12 13; do
  solver=$((cuda - 1))
  (cd $cuda && ln -sf ../common/* .)
  library $cuda/libnvrtc.so.$cuda objects/nvrtc.o $state
  library $cuda/libcusolver.so.$solver objects/solver.o $state
  library $cuda/libcusolverMg.so.$solver
  library $cuda/libcublasLt.so.$cuda
  # Like the real one it needs a sibling that the loader does not find by itself.
  library $cuda/libcublas.so.$cuda objects/blas.o $state $cuda/libcublasLt.so.$cuda
done

(cd incomplete && ln -sf ../13/* . && rm libcublas.so.13)
library incomplete/libcublas.so.13 objects/incomplete.o $state 13/libcublasLt.so.13
