#!/usr/bin/env bash
# Tests and measures a GPU backend on a machine with an NVIDIA GPU, which needs neither Java nor a
# network: device.sh [cuda|jcuda]. Made ready by "mvn -DskipTests -Pdevice package", which packs it
# with all it needs into bench/target/device.tar.gz. Writes the figures into gpu.md beside it.
set -euo pipefail
cd "$(dirname "$0")"
backend=${1:-cuda}
case $backend in
  cuda) contracts=CudaDeviceTest ;;
  jcuda) contracts=JCudaDeviceTest ;;
  *) echo "device.sh: there is no GPU backend $backend; expected cuda or jcuda." >&2; exit 2 ;;
esac
if [[ ! -x runtime/bin/java ]]; then
  echo "device.sh: there is no Java runtime beside this script; run it from the folder that" \
    "\"mvn -DskipTests -Pdevice package\" packs into bench/target/device.tar.gz." >&2
  exit 2
fi
java=(runtime/bin/java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  -cp "bench.jar:tests/*" "-Dstiffgrad.test.requireBackend=$backend")

"${java[@]}" org.stiffgrad.bench.Main gradient --backend "$backend" --n 17
"${java[@]}" org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=summary \
  --select-class="org.stiffgrad.gpu.$contracts"
"${java[@]}" org.stiffgrad.gpu.device.DeviceReport gpu.md "$backend" "device.sh $backend"
echo "The figures are in $PWD/gpu.md, whose place is docs/gpu.md."
