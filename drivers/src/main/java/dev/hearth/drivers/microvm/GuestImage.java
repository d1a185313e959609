package dev.hearth.drivers.microvm;

import java.nio.file.Path;
import java.util.List;

/**
 * A root file system for guests, read-only.
 *
 * <p>{@code hearth image build NAME} makes the folder {@code images/NAME} with {@code rootfs.squashfs} and {@code
 * manifest.json}. The init needs these to exist inside: the folders {@code /proc /sys /dev /tmp /run /var/task
 * /var/runtime /opt}, and the files {@code /etc/resolv.conf /etc/hosts /etc/hostname} (they are covered at the start).
 * The guest's user is 993 in group 990 ({@code sbx_user1051}).
 *
 * @param name what {@code hearth image list} calls it
 * @param rootfs the squashfs file
 * @param digest SHA-256 of {@code rootfs}, lower-case hexadecimal
 * @param interpreters what serves managed runtimes inside
 */
public record GuestImage(String name, Path rootfs, String digest, List<Interpreter> interpreters) {

    public GuestImage {
        interpreters = List.copyOf(interpreters);
    }

    /**
     * An interpreter of the image.
     *
     * @param identifier the runtime identifier that it serves, for example {@code python3.11}
     * @param executable absolute path inside, for example {@code /usr/bin/python3.11}
     */
    public record Interpreter(String identifier, String executable) {}
}
