/*
 * Tries whether /dev/kvm really runs a virtual machine: makes one of a few instructions, in real mode and in 64-bit mode
 * with paging, and prints a line for each step before it tries it and one with its time in microseconds after. A
 * device that opens may still hang in any of them, so the caller has a time limit and reads how far it came. It may also
 * interpret every instruction: the same loop inside and outside tells.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 4 << 20, CODE = 0x1000, STATE = 0x8000, TABLES = 0x10000, PORT = 0x3f8, ANSWER = 'H', EXITS = 16,
    LOOPS = 100000 };

static struct timespec begun;

static void begin(const char *step)
{
    clock_gettime(CLOCK_MONOTONIC, &begun);
    dprintf(1, "try %s\n", step);
}

static long micros(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - begun.tv_sec) * 1000000 + (now.tv_nsec - begun.tv_nsec) / 1000;
}

static void done(void)
{
    dprintf(1, "done %ld\n", micros());
}

static void fail(const char *why)
{
    dprintf(1, "failed %s (%s)\n", why, strerror(errno));
    exit(1);
}

static int checked(int result, const char *what)
{
    if (result < 0)
        fail(what);
    return result;
}

#ifdef __x86_64__

/* mov dx, PORT; mov al, 'H'; out dx, al; hlt */
static const uint8_t real_mode[] = {0xba, 0xf8, 0x03, 0xb0, ANSWER, 0xee, 0xf4};

/* mov ecx, LOOPS; loop: mov [STATE], rcx; dec rcx; jnz loop; mov edx, PORT; mov al, 'H'; out dx, al; hlt */
static const uint8_t long_mode[] = {0xb9, 0xa0, 0x86, 0x01, 0x00, 0x48, 0x89, 0x0c, 0x25, 0x00, 0x80, 0x00, 0x00,
    0x48, 0xff, 0xc9, 0x75, 0xf3, 0xba, 0xf8, 0x03, 0x00, 0x00, 0xb0, ANSWER, 0xee, 0xf4};

/* Runs until the answer was written to the port and the processor halted. */
static void run(int vcpu, struct kvm_run *state)
{
    int answered = 0;
    for (int i = 0; i < EXITS; i++) {
        checked(ioctl(vcpu, KVM_RUN, 0), "KVM_RUN");
        if (state->exit_reason == KVM_EXIT_HLT && answered)
            return;
        if (state->exit_reason == KVM_EXIT_IO && state->io.direction == KVM_EXIT_IO_OUT && state->io.port == PORT) {
            answered = ((uint8_t *)state)[state->io.data_offset] == ANSWER;
        } else {
            dprintf(1, "failed the machine stopped for reason %u\n", state->exit_reason);
            exit(1);
        }
    }
    dprintf(1, "failed the machine did not halt\n");
    exit(1);
}

static void start_at(int vcpu, uint64_t flags)
{
    struct kvm_regs registers = {.rip = CODE, .rsp = STATE, .rflags = flags};
    checked(ioctl(vcpu, KVM_SET_REGS, &registers), "KVM_SET_REGS");
}

static void real_machine(int vcpu)
{
    struct kvm_sregs special;
    checked(ioctl(vcpu, KVM_GET_SREGS, &special), "KVM_GET_SREGS");
    special.cs.base = 0;
    special.cs.selector = 0;
    checked(ioctl(vcpu, KVM_SET_SREGS, &special), "KVM_SET_SREGS");
    start_at(vcpu, 2);
}

/* One large page that maps the memory to itself, and flat 64-bit segments. */
static void long_machine(int vcpu, uint8_t *memory)
{
    uint64_t *tables = (uint64_t *)(memory + TABLES);
    memset(tables, 0, 3 * 4096);
    tables[0] = (TABLES + 4096) | 3;
    tables[512] = (TABLES + 8192) | 3;
    tables[1024] = 0x83;
    struct kvm_sregs special;
    checked(ioctl(vcpu, KVM_GET_SREGS, &special), "KVM_GET_SREGS");
    special.cr3 = TABLES;
    special.cr4 = 0x20;        /* physical address extension */
    special.cr0 = 0x80050033;  /* paging, protection, numeric error */
    special.efer = 0x500;      /* long mode, enabled and active */
    struct kvm_segment code = {.limit = 0xffffffff, .selector = 8, .present = 1, .type = 11, .s = 1, .l = 1, .g = 1};
    struct kvm_segment data = {.limit = 0xffffffff, .selector = 16, .present = 1, .type = 3, .s = 1, .db = 1, .g = 1};
    special.cs = code;
    special.ds = special.es = special.fs = special.gs = special.ss = data;
    checked(ioctl(vcpu, KVM_SET_SREGS, &special), "KVM_SET_SREGS");
    start_at(vcpu, 2);
}

static void processor(int kvm, int machine, uint8_t *memory)
{
    int size = checked(ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE");
    begin("make a virtual processor");
    int vcpu = checked(ioctl(machine, KVM_CREATE_VCPU, 0), "KVM_CREATE_VCPU");
    struct kvm_run *state = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
    if (state == MAP_FAILED)
        fail("mmap of the processor");
    done();
    begin("run a few instructions in real mode");
    memcpy(memory + CODE, real_mode, sizeof real_mode);
    real_machine(vcpu);
    run(vcpu, state);
    done();
    begin("run a short loop in 64-bit mode");
    memcpy(memory + CODE, long_mode, sizeof long_mode);
    long_machine(vcpu, memory);
    run(vcpu, state);
    long inside = micros();
    done();
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (volatile long i = LOOPS; i > 0; i--)
        *(volatile long *)(memory + STATE) = i;
    dprintf(1, "speed %ld %ld\n", inside, micros());
}

#else

/* The instructions above are for x86-64; elsewhere a processor that can be made has to do. */
static void processor(int kvm, int machine, uint8_t *memory)
{
    (void)kvm;
    (void)memory;
    begin("make a virtual processor");
    checked(ioctl(machine, KVM_CREATE_VCPU, 0), "KVM_CREATE_VCPU");
    done();
}

#endif

int main(void)
{
    begin("open /dev/kvm");
    int kvm = checked(open("/dev/kvm", O_RDWR | O_CLOEXEC), "open");
    int version = checked(ioctl(kvm, KVM_GET_API_VERSION, 0), "KVM_GET_API_VERSION");
    if (version != KVM_API_VERSION) {
        dprintf(1, "failed version %d of its interface is not %d\n", version, KVM_API_VERSION);
        return 1;
    }
    done();
    begin("make a virtual machine");
    int machine = checked(ioctl(kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
    uint8_t *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap");
    struct kvm_userspace_memory_region region = {.memory_size = MEMORY, .userspace_addr = (uintptr_t)memory};
    checked(ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
    done();
    processor(kvm, machine, memory);
    dprintf(1, "works\n");
    return 0;
}
