/**
 * What the drivers that start microVMs share: the guest's description, its image, and the host's side of the
 * conversation with the guest's init.
 *
 * <p>May import: core, sandbox, {@code network}. A driver ({@code qemu}, {@code firecracker}) starts a {@link
 * dev.hearth.drivers.microvm.Machine}; {@link dev.hearth.drivers.microvm.GuestSandbox} makes a sandbox of it.
 *
 * <h2>Ports</h2>
 *
 * Every connection is begun by the guest, to a port of the host. On the host a connection to port P arrives at the Unix
 * socket {@code <base>_P}, which is Firecracker's scheme for vsock; where there is no vsock, {@link
 * dev.hearth.drivers.microvm.SerialLine} does the same over one virtio-serial port.
 *
 * <table>
 * <caption>ports of the host as the guest sees them</caption>
 * <tr><td>9000</td><td>control: one connection, frames as below</td></tr>
 * <tr><td>9001</td><td>Runtime API: one connection for each to 127.0.0.1:9001 inside, bytes as they are</td></tr>
 * <tr><td>9002</td><td>Hearth's endpoint: one for each to 127.0.0.1:(endpoint port) inside, bytes as they are</td></tr>
 * <tr><td>9003</td><td>inside: 4 bytes, the number of a CONNECT; then the bytes of a port inside</td></tr>
 * </table>
 *
 * <h2>Control frames</h2>
 *
 * Numbers are little-endian. A frame is: 1 byte kind, 3 bytes zero, 4 bytes length of the payload, the payload (at most
 * 64 KiB; a SPEC at most 256 KiB). To the guest:
 *
 * <table>
 * <caption>frames to the guest</caption>
 * <tr><td>1 SPEC</td><td>{@link dev.hearth.drivers.microvm.GuestSpec}: fields, each a letter, a value, a NUL</td></tr>
 * <tr><td>2 STOP</td><td>u16: SIGTERM to the bootstrap; the guest ends when it and the extensions of this bit set are
 * gone</td></tr>
 * <tr><td>3 KILL</td><td>empty: SIGKILL to everything that the SPEC started; EXIT follows</td></tr>
 * <tr><td>4 CONNECT</td><td>u32 number, u16 port: connect to the port inside; a connection to 9003 or CONNECT_FAILED
 * follows</td></tr>
 * <tr><td>5 DRAIN</td><td>u32 number: send what was written before, then DRAINED</td></tr>
 * <tr><td>6 CREDIT</td><td>u32: so many more bytes of output may be sent</td></tr>
 * <tr><td>7 RESTORE</td><td>fields as in SPEC: the guest woke from a snapshot. It sets the clock, reseeds, renews its
 * address, answers RESTORED</td></tr>
 * <tr><td>8 POWER_OFF</td><td>empty: end now</td></tr>
 * <tr><td>9 CLOCK</td><td>i64 nanoseconds since 1970: set the wall clock (it stood still while the machine
 * did)</td></tr>
 * </table>
 *
 * From the guest:
 *
 * <table>
 * <caption>frames from the guest</caption>
 * <tr><td>65 HELLO</td><td>u16 version (1), u16 zero; u64 nanoseconds since the kernel's start when the init began, u64
 * when it was ready for a SPEC; u64 processor nanoseconds of the init for the kernel's modules, u64 until now</td></tr>
 * <tr><td>66 STARTED</td><td>u64 nanoseconds since the kernel's start; the bootstrap runs</td></tr>
 * <tr><td>67 FAILED</td><td>text: a step failed, nothing runs; the guest ends</td></tr>
 * <tr><td>68 OUTPUT</td><td>what was written to stdout and stderr; never more than the credit given</td></tr>
 * <tr><td>69 EXTENSION_ENDED</td><td>i32 wait status, then the name</td></tr>
 * <tr><td>70 EXIT</td><td>i32 wait status of the bootstrap, or -1 when none could be executed; u8 whether the memory
 * limit killed; 3 zero; u64 peak of memory, bytes. All output was sent before. The guest ends</td></tr>
 * <tr><td>71 DRAINED</td><td>u32 number, u32 zero, u64 peak of memory, bytes</td></tr>
 * <tr><td>72 CONNECT_FAILED</td><td>u32 number, i32 errno</td></tr>
 * <tr><td>73 RESTORED</td><td>u64 nanoseconds since the kernel's start</td></tr>
 * <tr><td>74 FIRST_REQUEST</td><td>once, at the first bytes to the Runtime API: u64 nanoseconds since the kernel's
 * start, u64 processor nanoseconds of the init since it began, u64 of the bootstrap</td></tr>
 * </table>
 *
 * A frame of an unknown kind is skipped. When the control connection closes, the guest ends, unless it was told that it
 * woke from a snapshot, in which case it dials again.
 *
 * <h2>After a snapshot</h2>
 *
 * Every connection of the guest is broken then (so it is with Firecracker's vsock). The init notices (end of the vsock
 * connection, or SYNC on the serial line), dials 9000 again and says HELLO; the host answers with RESTORE in the
 * place of SPEC. A connection to the Runtime API on which the runtime waits for an answer is dialled again and its
 * unanswered request sent again, so that a runtime which waits in {@code /next} notices nothing; other connections
 * are closed.
 *
 * <h2>Serial line</h2>
 *
 * Frames of the same form with a stream number in the place of the zeros: 1 byte kind, 1 byte zero, 2 bytes stream
 * (chosen by the guest, not 0), 4 bytes length; at most 32 KiB of payload.
 *
 * <table>
 * <caption>frames of the serial line</caption>
 * <tr><td>1 OPEN</td><td>from the guest: u32 port</td></tr>
 * <tr><td>2 DATA</td><td>bytes; at most as many as the window allows, which begins at 256 KiB</td></tr>
 * <tr><td>3 END</td><td>no more DATA from this side</td></tr>
 * <tr><td>4 RESET</td><td>the stream is over on both sides</td></tr>
 * <tr><td>5 WINDOW</td><td>u32: so many more bytes of DATA may be sent to this side</td></tr>
 * <tr><td>6 SYNC</td><td>from the host, first of all: every stream is forgotten, the guest begins anew</td></tr>
 * </table>
 *
 * Invariants: what waits for a slow side is bounded (credit, windows); {@code ended} is told once, after all output;
 * every wait has a limit; a machine that dies is the end of its sandbox.
 */
@NullMarked
package dev.hearth.drivers.microvm;

import org.jspecify.annotations.NullMarked;
