package dev.hearth.drivers.qemu;

/** Who runs a guest's instructions. */
enum Accelerator {
    /** The processor itself. */
    KVM("kvm", "host"),
    /** QEMU's translator: some ten to a hundred times slower, and works everywhere. */
    TCG("tcg", "max"),
    /** The translator with a clock that goes on by one nanosecond an instruction, so that a guest's work is counted. */
    COUNTED("tcg", "max");

    private final String option;
    private final String processor;

    Accelerator(String option, String processor) {
        this.option = option;
        this.processor = processor;
    }

    String option() {
        return option;
    }

    String processor() {
        return processor;
    }
}
