package dev.hearth.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Deployment packages of Java functions, compiled from source in this JVM. */
final class JavaPackage {

    private JavaPackage() {}

    /**
     * Compiles one source file and packs its classes.
     *
     * @param name the file's main class
     * @param release the oldest Java that shall run it
     */
    static byte[] of(String name, String source, int release) {
        return of(name, source, release, List.of());
    }

    /** The same with the jars of {@code libraries}, each named by a class of it. */
    static byte[] of(String name, String source, int release, List<Class<?>> libraries) {
        try {
            Path classes = Files.createTempDirectory("hearth-conformance-");
            try {
                compile(name, source, release, classes);
                for (Class<?> library : libraries) {
                    Path jar = Path.of(library.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath());
                    Files.copy(
                            jar, Files.createDirectories(classes.resolve("lib")).resolve(jar.getFileName()));
                }
                return zip(classes);
            } finally {
                Hearth.remove(classes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(String name, String source, int release, Path classes) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "--release",
                Integer.toString(release),
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        if (!compiler.getTask(complaints, null, null, options, null, List.of(file))
                .call()) {
            throw new IllegalArgumentException(complaints.toString());
        }
    }

    private static byte[] zip(Path classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
