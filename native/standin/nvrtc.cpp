// libnvrtc: compiles CUDA C++ for the host by the C++ compiler.
#include "image.h"
#include "standin.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <vector>

extern char** environ;

namespace {
enum { SUCCESS = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6, INTERNAL = 11 };

const int ARCHITECTURES[] = {75, 80, 86, 89, 90, 100, 120};

struct Program {
  std::string source;
  std::string log;
  std::string image;
};

std::set<void*> programs;

#define ENTER                              \
  if (int code = standin_enter(__func__)) { \
    return code;                           \
  }

std::string folder() {
  Dl_info info;
  dladdr((void*)&folder, &info);
  std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/'));
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Dynamic shared memory becomes a pointer, and each kernel gets what a launch calls.
std::string for_host(const std::string& source) {
  static const std::regex dynamic(R"(extern\s+__shared__\s+(\w+)\s+(\w+)\s*\[\s*\]\s*;)");
  static const std::regex kernel(
      R"(__global__\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?void\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?(\w+)\s*\()");
  std::string text =
      "#include \"kernel.h\"\n#line 1 \"program.cu\"\n" +
      std::regex_replace(source, dynamic, "$1* $2 = ($1*)standin_dynamic_shared();") + "\n";
  for (std::sregex_iterator i(source.begin(), source.end(), kernel), end; i != end; ++i) {
    std::string name = (*i)[1];
    text += "extern \"C\" void standin_run_" + name + "(void** a) { standin::call(&" + name +
            ", a); }\nextern \"C\" bool standin_valid_" + name +
            "(void** a) { return standin::valid(&" + name + ", a, \"" + name + "\"); }\n";
  }
  return text;
}

int run_compiler(const std::vector<std::string>& arguments, const std::string& log) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(
      &actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
  posix_spawn_file_actions_adddup2(&actions, 2, 1);
  pid_t process;
  int failure = posix_spawnp(&process, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  if (failure || waitpid(process, &status, 0) < 0) {
    return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int compile(Program* program, int architecture) {
  std::error_code error;
  std::string work = std::filesystem::temp_directory_path(error) / "standin-nvrtc-XXXXXX";
  if (error || !mkdtemp(work.data())) {
    program->log = "the stand-in cannot make the folder " + work;
    return INTERNAL;
  }
  std::string libraries = folder();
  std::string source = work + "/program.cpp", object = work + "/program.so", log = work + "/log";
  std::ofstream(source) << for_host(program->source);
  // Without unique symbols, which would keep the object from being unloaded.
  int status = run_compiler(
      {"g++", "-std=c++17", "-O2", "-w", "-fPIC", "-shared", "-fno-gnu-unique", "-ffp-contract=off",
       "-I" + libraries, source, "-o", object, libraries + "/libstandin.so",
       "-Wl,-rpath," + libraries},
      log);
  program->log = read(log);
  if (status == 0) {
    std::string bytes = read(object);
    Image image{IMAGE_MAGIC, architecture, bytes.size()};
    program->image = std::string((const char*)&image, sizeof image) + bytes;
  }
  std::filesystem::remove_all(work, error);
  if (status < 0) {
    program->log = "the stand-in cannot run g++";
  }
  return status == 0 ? SUCCESS : COMPILATION;
}

bool starts(const std::string& text, const char* prefix) {
  return text.compare(0, strlen(prefix), prefix) == 0;
}
}  // namespace

extern "C" {
int nvrtcVersion(int* major, int* minor) {
  ENTER
  // A minor version that no NVRTC has, so that caches cannot confuse their outcomes.
  *major = standin_version_of((void*)&nvrtcVersion);
  *minor = 99;
  return SUCCESS;
}

int nvrtcGetNumSupportedArchs(int* count) {
  ENTER
  *count = sizeof ARCHITECTURES / sizeof *ARCHITECTURES;
  return SUCCESS;
}

int nvrtcGetSupportedArchs(int* architectures) {
  ENTER
  memcpy(architectures, ARCHITECTURES, sizeof ARCHITECTURES);
  return SUCCESS;
}

int nvrtcCreateProgram(
    void** result,
    const char* source,
    const char*,
    int headers,
    const char* const*,
    const char* const*) {
  ENTER
  if (headers != 0) {
    return INVALID_INPUT;
  }
  *result = new Program{source, "", ""};
  programs.insert(*result);
  standin_add_live("program", 1);
  return SUCCESS;
}

int nvrtcDestroyProgram(void** program) {
  ENTER
  if (!programs.erase(*program)) {
    return INVALID_PROGRAM;
  }
  delete (Program*)*program;
  *program = nullptr;
  standin_add_live("program", -1);
  return SUCCESS;
}

int nvrtcCompileProgram(void* handle, int count, const char* const* options) {
  ENTER
  if (!programs.count(handle)) {
    return INVALID_PROGRAM;
  }
  Program* program = (Program*)handle;
  int architecture = 75;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    size_t number = option.find('_');
    if (starts(option, "--gpu-architecture=sm_")) {
      architecture = atoi(option.c_str() + number + 1);
    } else if (
        !starts(option, "--fmad=") && !starts(option, "--std=") && option != "-default-device") {
      program->log = "the stand-in does not know the option " + option;
      return INVALID_OPTION;
    }
  }
  return compile(program, architecture);
}

int nvrtcGetCUBINSize(void* program, size_t* bytes) {
  ENTER
  *bytes = ((Program*)program)->image.size();
  return SUCCESS;
}

int nvrtcGetCUBIN(void* program, char* target) {
  ENTER
  const std::string& image = ((Program*)program)->image;
  memcpy(target, image.data(), image.size());
  return SUCCESS;
}

int nvrtcGetProgramLogSize(void* program, size_t* bytes) {
  ENTER
  *bytes = ((Program*)program)->log.size() + 1;
  return SUCCESS;
}

int nvrtcGetProgramLog(void* program, char* target) {
  ENTER
  strcpy(target, ((Program*)program)->log.c_str());
  return SUCCESS;
}

const char* nvrtcGetErrorString(int code) {
  switch (code) {
    case SUCCESS:
      return "NVRTC_SUCCESS";
    case INVALID_INPUT:
      return "NVRTC_ERROR_INVALID_INPUT";
    case INVALID_PROGRAM:
      return "NVRTC_ERROR_INVALID_PROGRAM";
    case INVALID_OPTION:
      return "NVRTC_ERROR_INVALID_OPTION";
    case COMPILATION:
      return "NVRTC_ERROR_COMPILATION";
    default:
      return "NVRTC_ERROR_INTERNAL_ERROR";
  }
}
}
