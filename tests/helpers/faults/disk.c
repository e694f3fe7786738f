/* A disk that fails: what this process does to the files below one folder is written down, and may
 * be refused, or end the process.
 *
 * Linux alone. A seccomp filter traps the system calls that change files, whoever makes them
 * (Python, SQLite, Rust's own); the handler of the trap makes the call itself. Calls made by the
 * code in the section `disk_calls` pass the filter. A child that is forked is not watched: its
 * file descriptors are its own, and the journal has one writer. A program that is executed must not
 * change files, for it has no handler.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "written for x86-64 and AArch64"
#endif

#define FDS 65536
#define LONGEST 4096
#define STEP 65536

/* What a call does. These numbers are also in journal.py. */
enum { WRITE = 1, SIZE = 2, MAKE = 4, RENAME = 8, SYNC = 16, REMOVE = 32 };
enum { LOG_OPEN = 1, LOG_CLOSE, LOG_WRITE, LOG_SIZE, LOG_SYNC, LOG_RENAME, LOG_LINK, LOG_REMOVE,
       LOG_MKDIR, LOG_RMDIR, LOG_DUP, LOG_MAP, LOG_MARK };
/* What happens to the call whose turn it is; these, too. */
enum { NOTHING = 0, FAIL = 1, END_BEFORE = 2, END_AFTER = 3, END_HALF = 4 };

struct record { int32_t op, fd; int64_t offset, result; uint32_t first, second; };

static char prefix[LONGEST];
static size_t prefix_length;
static unsigned char ours[FDS]; /* 1: a file below the prefix, 2: a folder */
static char *journal;
static size_t journal_size;
static size_t *journal_used; /* in its first bytes */
static atomic_flag busy = ATOMIC_FLAG_INIT;
static volatile int classes, action, error_number, lasting, halved;
static volatile long turn, counted, refused;

__attribute__((section("disk_calls"), noinline, used)) static long call(
    long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall" : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#else
  register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c, x3 __asm__("x3") = d, x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
#endif
}
extern char __start_disk_calls[], __stop_disk_calls[];

static void note(int op, int fd, int64_t offset, int64_t result, const void *first, size_t first_size,
                 const void *second, size_t second_size) {
  if (!journal) return;
  size_t needed = (sizeof(struct record) + first_size + second_size + 7) & ~(size_t)7;
  if (*journal_used + needed > journal_size) {
    call(SYS_kill, call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGABRT, 0, 0, 0, 0); /* too small */
    return;
  }
  struct record made = {op, fd, offset, result, (uint32_t)first_size, (uint32_t)second_size};
  char *at = journal + *journal_used;
  memcpy(at, &made, sizeof made);
  if (first_size) memcpy(at + sizeof made, first, first_size);
  if (second_size) memcpy(at + sizeof made + first_size, second, second_size);
  *journal_used += needed;
}

static void end_now(void) {
  call(SYS_kill, call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0);
  for (;;) call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

/* The absolute path of a name as a call gives it; 0 where it does not lie below the prefix. */
static size_t path_of(int folder, const char *name, char *path) {
  size_t length = 0;
  if (name[0] != '/') {
    if (folder == AT_FDCWD) {
      long got = call(SYS_getcwd, (long)path, LONGEST, 0, 0, 0, 0);
      if (got <= 0) return 0;
      length = (size_t)got - 1;
    } else {
      char link[32] = "/proc/self/fd/", digits[12];
      int at = 14, count = 0;
      unsigned number = (unsigned)folder;
      do digits[count++] = (char)('0' + number % 10); while (number /= 10);
      while (count) link[at++] = digits[--count];
      link[at] = 0;
      long got = call(SYS_readlinkat, AT_FDCWD, (long)link, (long)path, LONGEST - 1, 0, 0);
      if (got <= 0) return 0;
      length = (size_t)got;
    }
    path[length++] = '/';
  }
  size_t more = strlen(name);
  if (length + more + 1 > LONGEST) return 0;
  memcpy(path + length, name, more + 1);
  length += more;
  while (length > 1 && path[length - 1] == '/') path[--length] = 0;
  if (length < prefix_length || memcmp(path, prefix, prefix_length)) return 0;
  return path[prefix_length] == 0 || path[prefix_length] == '/' ? length : 0;
}

/* Count a call; return the error that it must end with, or 0. */
static long turn_of(int kind) {
  if (!(classes & kind)) return 0;
  counted++;
  if (counted == turn && action == END_BEFORE) end_now();
  if (action == FAIL && (counted == turn || (lasting && counted > turn))) {
    refused++;
    return -error_number;
  }
  return 0;
}

static void after(int kind) {
  if ((classes & kind) && counted == turn && action >= END_AFTER) end_now();
}

static long opened(int folder, const char *name, int flags, int mode) {
  char path[LONGEST];
  size_t length = path_of(folder, name, path);
  struct stat about;
  int was = 1, kind = 0;
  if (length) {
    was = call(SYS_newfstatat, folder, (long)name, (long)&about, 0, 0, 0) == 0;
    kind = !was && (flags & O_CREAT) ? MAKE : was && (flags & O_TRUNC) ? SIZE : 0;
    long refusal = kind ? turn_of(kind) : 0;
    if (refusal) return refusal;
  }
  long fd = call(SYS_openat, folder, (long)name, flags, mode, 0, 0);
  if (fd < 0 || fd >= FDS) return fd;
  ours[fd] = 0;
  if (length) {
    int is_folder = call(SYS_fstat, fd, (long)&about, 0, 0, 0, 0) == 0 && S_ISDIR(about.st_mode);
    ours[fd] = is_folder ? 2 : 1;
    int64_t state = (was ? 0 : 1) | (was && (flags & O_TRUNC) ? 2 : 0) | (is_folder ? 4 : 0);
    note(LOG_OPEN, (int)fd, state, flags, path, length, 0, 0);
    if (kind) after(kind);
  }
  return fd;
}

static long written(int fd, const struct iovec *parts, int count, int64_t offset) {
  size_t size = 0;
  for (int at = 0; at < count; at++) size += parts[at].iov_len;
  long refusal = turn_of(WRITE);
  int mine = counted == turn && (classes & WRITE);
  int half = mine && size > 1 && (action == END_HALF || (action == FAIL && halved));
  if (refusal && !half) return refusal;
  int64_t at = offset;
  if (at < 0) {
    struct stat about;
    long flags = call(SYS_fcntl, fd, F_GETFL, 0, 0, 0, 0);
    if (flags >= 0 && (flags & O_APPEND) && !call(SYS_fstat, fd, (long)&about, 0, 0, 0, 0))
      at = about.st_size;
    else
      at = call(SYS_lseek, fd, 0, SEEK_CUR, 0, 0, 0);
  }
  size_t most = half ? size / 2 : size, done = 0;
  for (int part = 0; part < count && done < most; part++) {
    const char *data = parts[part].iov_base;
    size_t left = parts[part].iov_len;
    if (left > most - done) left = most - done;
    while (left) {
      long got = offset < 0 ? call(SYS_write, fd, (long)data, (long)left, 0, 0, 0)
                            : call(SYS_pwrite64, fd, (long)data, (long)left, at + (long)done, 0, 0);
      if (got <= 0) return done ? (long)done : got;
      note(LOG_WRITE, fd, at + (int64_t)done, got, data, (size_t)got, 0, 0);
      done += (size_t)got, data += got, left -= (size_t)got;
    }
  }
  after(WRITE);
  return (long)done;
}

static long renamed(int from, const char *old, int to, const char *new, unsigned flags) {
  char was[LONGEST], is[LONGEST];
  size_t first = path_of(from, old, was), second = path_of(to, new, is);
  long refusal = first || second ? turn_of(RENAME) : 0;
  if (refusal) return refusal;
  long result = call(SYS_renameat2, from, (long)old, to, (long)new, flags, 0);
  if ((first || second) && !result) {
    note(LOG_RENAME, -1, flags, 0, was, first, is, second);
    after(RENAME);
  }
  return result;
}

static long linked(int from, const char *old, int to, const char *new, int flags) {
  char was[LONGEST], is[LONGEST];
  size_t first = path_of(from, old, was), second = path_of(to, new, is);
  long refusal = second ? turn_of(MAKE) : 0;
  if (refusal) return refusal;
  long result = call(SYS_linkat, from, (long)old, to, (long)new, flags, 0);
  if (second && !result) {
    note(LOG_LINK, -1, 0, 0, was, first, is, second);
    after(MAKE);
  }
  return result;
}

static long removed(int folder, const char *name, int flags) {
  char path[LONGEST];
  size_t length = path_of(folder, name, path);
  long refusal = length ? turn_of(REMOVE) : 0;
  if (refusal) return refusal;
  long result = call(SYS_unlinkat, folder, (long)name, flags, 0, 0, 0);
  if (length && !result) {
    note(flags & AT_REMOVEDIR ? LOG_RMDIR : LOG_REMOVE, -1, 0, 0, path, length, 0, 0);
    after(REMOVE);
  }
  return result;
}

static long made(int folder, const char *name, int mode) {
  char path[LONGEST];
  size_t length = path_of(folder, name, path);
  long refusal = length ? turn_of(MAKE) : 0;
  if (refusal) return refusal;
  long result = call(SYS_mkdirat, folder, (long)name, mode, 0, 0, 0);
  if (length && !result) {
    note(LOG_MKDIR, -1, 0, 0, path, length, 0, 0);
    after(MAKE);
  }
  return result;
}

static long sized(long number, int fd, long a, long b, long c) {
  long refusal = turn_of(SIZE);
  if (refusal) return refusal;
  long result = call(number, fd, a, b, c, 0, 0);
  struct stat about;
  if (!result && !call(SYS_fstat, fd, (long)&about, 0, 0, 0, 0)) {
    note(LOG_SIZE, fd, about.st_size, 0, 0, 0, 0, 0);
    after(SIZE);
  }
  return result;
}

static long synced(long number, int fd) {
  long refusal = turn_of(SYNC);
  if (refusal) return refusal;
  /* Nothing here loses power: that the call was made is what counts. */
  (void)number;
  note(LOG_SYNC, fd, 0, 0, 0, 0, 0, 0);
  after(SYNC);
  return 0;
}

static long copied(long number, int fd, long a, long b, long c, long d, long e) {
  long result = call(number, fd, a, b, c, d, e);
  if (result >= 0 && result < FDS) {
    ours[result] = fd < FDS ? ours[fd] : 0;
    if (ours[result]) note(LOG_DUP, fd, result, 0, 0, 0, 0, 0);
  }
  return result;
}

static int is_file(long fd) { return fd >= 0 && fd < FDS && ours[fd] == 1; }
static int is_ours(long fd) { return fd >= 0 && fd < FDS && ours[fd]; }

static long handled(long n, long a, long b, long c, long d, long e, long f) {
  struct iovec one = {(void *)b, (size_t)c};
  switch (n) {
    case SYS_openat: return opened((int)a, (const char *)b, (int)c, (int)d);
#ifdef SYS_open
    case SYS_open: return opened(AT_FDCWD, (const char *)a, (int)b, (int)c);
    case SYS_creat: return opened(AT_FDCWD, (const char *)a, O_CREAT | O_WRONLY | O_TRUNC, (int)b);
    case SYS_rename: return renamed(AT_FDCWD, (const char *)a, AT_FDCWD, (const char *)b, 0);
    case SYS_link: return linked(AT_FDCWD, (const char *)a, AT_FDCWD, (const char *)b, 0);
    case SYS_unlink: return removed(AT_FDCWD, (const char *)a, 0);
    case SYS_rmdir: return removed(AT_FDCWD, (const char *)a, AT_REMOVEDIR);
    case SYS_mkdir: return made(AT_FDCWD, (const char *)a, (int)b);
    case SYS_dup2: return copied(n, (int)a, b, c, d, e, f);
#endif
    case SYS_renameat: return renamed((int)a, (const char *)b, (int)c, (const char *)d, 0);
    case SYS_renameat2:
      return renamed((int)a, (const char *)b, (int)c, (const char *)d, (unsigned)e);
    case SYS_linkat: return linked((int)a, (const char *)b, (int)c, (const char *)d, (int)e);
    case SYS_unlinkat: return removed((int)a, (const char *)b, (int)c);
    case SYS_mkdirat: return made((int)a, (const char *)b, (int)c);
    case SYS_dup: case SYS_dup3: case SYS_fcntl: return copied(n, (int)a, b, c, d, e, f);
    case SYS_close:
      if (is_ours(a)) note(LOG_CLOSE, (int)a, 0, 0, 0, 0, 0, 0);
      if (a >= 0 && a < FDS) ours[a] = 0;
      break;
    case SYS_write: if (is_file(a)) return written((int)a, &one, 1, -1); break;
    case SYS_pwrite64: if (is_file(a)) return written((int)a, &one, 1, d); break;
    case SYS_writev:
      if (is_file(a)) return written((int)a, (const struct iovec *)b, (int)c, -1);
      break;
    case SYS_pwritev:
      if (is_file(a)) return written((int)a, (const struct iovec *)b, (int)c, d);
      break;
    case SYS_ftruncate: case SYS_fallocate:
      if (is_file(a)) return sized(n, (int)a, b, c, d);
      break;
    case SYS_fsync: case SYS_fdatasync: if (is_ours(a)) return synced(n, (int)a); break;
    /* Whoever copies within the system copies piece by piece where that is refused. */
    case SYS_sendfile: if (is_file(a)) return -EINVAL; break;
    case SYS_copy_file_range: if (is_file(c)) return -EXDEV; break;
    case SYS_mmap: if (is_file(e)) note(LOG_MAP, (int)e, 0, 0, 0, 0, 0, 0); break;
  }
  return call(n, a, b, c, d, e, f);
}

static void on_trap(int signal_number, siginfo_t *about, void *context) {
  (void)signal_number;
  mcontext_t *state = &((ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
  greg_t *r = state->gregs;
  long a = r[REG_RDI], b = r[REG_RSI], c = r[REG_RDX], d = r[REG_R10], e = r[REG_R8], f = r[REG_R9];
#else
  unsigned long long *r = state->regs;
  long a = (long)r[0], b = (long)r[1], c = (long)r[2], d = (long)r[3], e = (long)r[4], f = (long)r[5];
#endif
  while (atomic_flag_test_and_set(&busy)) call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
  long result = handled(about->si_syscall, a, b, c, d, e, f);
  atomic_flag_clear(&busy);
#if defined(__x86_64__)
  r[REG_RAX] = result;
#else
  r[0] = (unsigned long long)result;
#endif
}

#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, what))
#define LOAD_HIGH(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, what) + 4)
#define LET BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define TRAP BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP)
#define IS(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), TRAP

static long filtered(void) {
  uintptr_t first = (uintptr_t)__start_disk_calls, last = (uintptr_t)__stop_disk_calls;
  if (first >> 32 != last >> 32) return -EFAULT;
  struct sock_filter code[] = {
      LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0), LET,
      LOAD_HIGH(instruction_pointer),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(first >> 32), 0, 4),
      LOAD(instruction_pointer),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)first, 0, 2),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (uint32_t)last, 1, 0), LET,
      LOAD(nr),
#ifdef SYS_open
      IS(SYS_open), IS(SYS_creat), IS(SYS_rename), IS(SYS_link), IS(SYS_unlink), IS(SYS_rmdir),
      IS(SYS_mkdir), IS(SYS_dup2),
#endif
      IS(SYS_openat), IS(SYS_renameat), IS(SYS_renameat2), IS(SYS_linkat), IS(SYS_unlinkat),
      IS(SYS_mkdirat), IS(SYS_dup), IS(SYS_dup3), IS(SYS_close), IS(SYS_write), IS(SYS_pwrite64),
      IS(SYS_writev), IS(SYS_pwritev), IS(SYS_ftruncate), IS(SYS_fallocate), IS(SYS_fsync),
      IS(SYS_fdatasync), IS(SYS_sendfile), IS(SYS_copy_file_range),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 5), LOAD(args[1]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_DUPFD, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_DUPFD_CLOEXEC, 0, 1), TRAP, LET,
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 5), LOAD(args[2]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 0, 3), LOAD(args[3]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_SHARED, 0, 1), TRAP, LET,
  };
  struct sock_fprog program = {sizeof code / sizeof code[0], code};
  if (call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)) return -EPERM;
  return call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&program, 0, 0, 0);
}

/* Another thread may have been in the handler when the child was forked, so `busy` is given free. */
static void not_watched(void) {
  journal = 0, classes = 0;
  memset(ours, 0, sizeof ours);
  atomic_flag_clear(&busy);
}

/* Begin to watch the folder `below` (without symbolic links), and write down what is done in a
 * file of `size` bytes, if one is named. Once in a process. Return 0, or the error below 0. */
long disk_begin(const char *below, const char *journal_path, size_t size) {
  prefix_length = strlen(below);
  if (prefix_length >= LONGEST) return -ENAMETOOLONG;
  memcpy(prefix, below, prefix_length + 1);
  if (journal_path) {
    long fd = call(SYS_openat, AT_FDCWD, (long)journal_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600, 0, 0);
    if (fd < 0) return fd;
    long cut = call(SYS_ftruncate, fd, (long)size, 0, 0, 0, 0);
    if (cut < 0) return cut;
    long at = call(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    call(SYS_close, fd, 0, 0, 0, 0, 0);
    if (at < 0 && at > -4096) return at;
    journal = (char *)at, journal_size = size, journal_used = (size_t *)at;
    *journal_used = sizeof(size_t);
  }
  struct sigaction how;
  memset(&how, 0, sizeof how);
  how.sa_sigaction = on_trap;
  how.sa_flags = SA_SIGINFO;
  if (sigaction(SIGSYS, &how, 0)) return -errno;
  int kept = pthread_atfork(0, 0, not_watched);
  if (kept) return -kept;
  return filtered();
}

/* Have something happen at the `at`-th call from now on among those of some kinds. */
void disk_plan(int kinds, int what, long at, int number, int goes_on, int half) {
  while (atomic_flag_test_and_set(&busy)) call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
  counted = refused = 0, turn = at, action = what, error_number = number;
  lasting = goes_on, halved = half, classes = kinds;
  atomic_flag_clear(&busy);
}

/* How many calls of these kinds there were since, and how many were refused. */
long disk_counted(void) { return counted; }
long disk_refused(void) { return refused; }

/* Write a line of one's own between the calls. */
void disk_mark(const char *text) {
  while (atomic_flag_test_and_set(&busy)) call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
  note(LOG_MARK, -1, 0, 0, text, strlen(text), 0, 0);
  atomic_flag_clear(&busy);
}
