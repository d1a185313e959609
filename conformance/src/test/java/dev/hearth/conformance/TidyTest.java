package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every source of the house is small, and calls nothing that has a better replacement. */
class TidyTest {

    private static final int MAX_METHOD_LINES = 70;
    private static final int MAX_FILE_LINES = 400;
    private static final int MAX_LINE_LENGTH = 120;

    /** Where a banned call is allowed all the same. */
    private enum Except {
        NOWHERE,
        PROGRAMS_AND_TESTS,
        OUTSIDE_TESTS
    }

    private record Banned(String regex, Except except, String instead) {

        boolean in(Path file, String line) {
            String path = file.toString();
            boolean allowed = switch (except) {
                case NOWHERE -> false;
                case PROGRAMS_AND_TESTS ->
                    path.contains("/server/src/main/")
                            || path.contains("/bench/src/")
                            || path.contains("/guest/src/main/training/")
                            || path.contains("/src/test/");
                case OUTSIDE_TESTS -> !path.contains("/src/test/");
            };
            return !allowed && Pattern.compile(regex).matcher(line).find();
        }
    }

    private static final List<Banned> BANNED = List.of(
            new Banned("\\bTO" + "DO\\b|\\bFIX" + "ME\\b", Except.NOWHERE, "do it, or open an issue"),
            new Banned("System\\.(out|err)\\.print", Except.PROGRAMS_AND_TESTS, "a logger"),
            new Banned("\\.printStackTrace\\(", Except.NOWHERE, "a logger, with the exception as last argument"),
            new Banned("System\\.exit\\(", Except.PROGRAMS_AND_TESTS, "an exception or a result"),
            new Banned("Thread\\.sleep\\(\\d", Except.OUTSIDE_TESTS, "VirtualPorts.advance, or Awaitility"),
            new Banned("new Date\\(|Calendar\\.getInstance|SimpleDateFormat", Except.NOWHERE, "java.time"),
            new Banned("(supply|run)Async\\(", Except.OUTSIDE_TESTS, "dev.hearth.core.Tasks"),
            new Banned("import static org\\.junit.*Assertions", Except.NOWHERE, "AssertJ's assertThat"),
            new Banned("org\\.mockito|org\\.easymock", Except.NOWHERE, "a fake written by hand"),
            new Banned(
                    "@Disabled\\b|@Ignore\\b", Except.NOWHERE, "a test that runs, or an assumption that says why not"));

    @Test
    void filesAndLinesAreShort() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : Checkout.javaSources()) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > MAX_FILE_LINES) {
                findings.add(file + " has " + lines.size() + " lines; at most " + MAX_FILE_LINES);
            }
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > MAX_LINE_LENGTH) {
                    findings.add(file + ":" + (i + 1) + " is longer than " + MAX_LINE_LENGTH);
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void nothingBannedIsCalled() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : Checkout.javaSources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (Banned banned : BANNED) {
                    if (!file.endsWith("TidyTest.java") && banned.in(file, lines.get(i))) {
                        findings.add(file + ":" + (i + 1) + ": " + lines.get(i).strip() + " -> " + banned.instead());
                    }
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> findings = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(Checkout.javaSources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, positions, findings).scan(unit, null);
            }
        }
        assertThat(findings).isEmpty();
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> findings;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
            this.unit = unit;
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > MAX_METHOD_LINES) {
                findings.add(unit.getSourceFile().getName() + ": " + method.getName() + " has " + (last - first + 1)
                        + " lines; at most " + MAX_METHOD_LINES);
            }
            return super.visitMethod(method, nothing);
        }
    }
}
