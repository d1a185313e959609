package dev.hearth.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A family of managed runtimes, with the files that are its {@code /var/runtime}.
 *
 * <p>The interpreter runs {@link #bootstrap()} with {@code _HANDLER}, {@code LAMBDA_TASK_ROOT} and
 * {@code AWS_LAMBDA_RUNTIME_API} set, as an unprivileged user on a read-only file system.
 */
public enum ManagedRuntime {
    /** {@code python3.x}: Python 3.8 and later. */
    PYTHON(
            "python",
            "bootstrap.py",
            List.of(
                    "bootstrap.py",
                    "_hearth/__init__.py",
                    "_hearth/invocation.py",
                    "_hearth/reporting.py",
                    "_hearth/runtime_api.py")),

    /** {@code nodejs2x.x}: Node.js 16 and later. The AWS SDK for JavaScript is not part of it. */
    NODEJS("nodejs", "index.cjs", List.of("index.mjs", "index.cjs", "runtime-api.cjs", "reporting.cjs", "handler.cjs"));

    private final String prefix;
    private final String bootstrap;
    private final List<String> files;

    ManagedRuntime(String prefix, String bootstrap, List<String> files) {
        this.prefix = prefix;
        this.bootstrap = bootstrap;
        this.files = files;
    }

    /** The family that serves a runtime identifier such as {@code python3.12}; none for {@code provided.*} and unknown ones. */
    public static Optional<ManagedRuntime> of(String runtime) {
        for (ManagedRuntime family : values()) {
            if (runtime.startsWith(family.prefix)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /**
     * The file under {@code /var/runtime} that the interpreter runs, with no flags of its own: any V8 flag on Node's command
     * line costs each start 10 ms, because Node then rejects the code cache it was built with.
     */
    public String bootstrap() {
        return bootstrap;
    }

    /** Every file, relative to {@code /var/runtime}. */
    public List<String> files() {
        return files;
    }

    /**
     * Writes every file into a folder, which is to be mounted read-only at {@code /var/runtime}.
     *
     * <p>{@code python -m compileall -q FOLDER}, run once with each interpreter, spares every later start of it some 4 ms.
     *
     * @param folder made when it does not exist; files of an earlier Hearth are replaced
     * @throws IOException when the folder cannot be written
     */
    public void copyTo(Path folder) throws IOException {
        for (String file : files) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream content = ManagedRuntime.class.getResourceAsStream("runtime/" + prefix + "/" + file)) {
                if (content == null) {
                    throw new IllegalStateException("this build lacks the resource " + file);
                }
                Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
