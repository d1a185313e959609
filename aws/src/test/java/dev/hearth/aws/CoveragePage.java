package dev.hearth.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code docs/COVERAGE.md}: what of each API is built and what is not, and between two marks what people wrote about
 * it.
 */
final class CoveragePage {

    private static final String NOTES = "<!-- notes: kept as they are, write here -->";
    private static final String END_OF_NOTES = "<!-- end of notes -->";

    /** A list with more names than that tells nobody anything. */
    private static final int NAMED = 150;

    private final StringBuilder page = new StringBuilder();

    /** An API and the names of what is built of it. */
    private record Listed(ApiModel model, Set<String> built) {}

    private CoveragePage() {}

    /** The page for {@code apis} and those that stream, with the notes of the page as it is now. */
    static String of(List<AwsApi> apis, List<StreamApi> streamed, String now, String command) {
        List<Listed> all = new ArrayList<>();
        apis.forEach(api -> all.add(new Listed(ApiModel.load(api.service()), built(api))));
        streamed.forEach(api -> all.add(new Listed(ApiModel.load(api.service()), new TreeSet<>(api.built()))));
        CoveragePage coverage = new CoveragePage();
        coverage.head(all, command);
        coverage.notes(now);
        all.forEach(coverage::api);
        return coverage.page.toString();
    }

    private void head(List<Listed> apis, String command) {
        page.append("# What of AWS's APIs is built\n\n<!-- Generated; renew with:\n")
                .append(command)
                .append("\n-->\n\nAn operation that is not built answers `UnknownOperationException` "
                        + "(404 from REST APIs, 400 ")
                .append("from JSON ones)\nor `InvalidAction` (400, Query APIs), "
                        + "and so does an API that is not here at all.\n\n")
                .append("| API | protocol | built | of |\n|---|---|---|---|\n");
        for (Listed api : apis) {
            ApiModel model = api.model();
            page.append("| ").append(model.service()).append(' ').append(model.version());
            page.append(" | ").append(model.protocol());
            page.append(" | ").append(api.built().size());
            page.append(" | ").append(model.operations().size()).append(" |\n");
        }
    }

    private void notes(String now) {
        int start = now.indexOf(NOTES);
        int end = now.indexOf(END_OF_NOTES);
        String notes = start < 0 || end < start ? "\n" : now.substring(start + NOTES.length(), end);
        page.append('\n').append(NOTES).append(notes).append(END_OF_NOTES).append('\n');
    }

    private void api(Listed api) {
        ApiModel model = api.model();
        Set<String> missing = new TreeSet<>(model.operations().keySet());
        missing.removeAll(api.built());
        page.append("\n## ")
                .append(model.service())
                .append(' ')
                .append(model.version())
                .append('\n');
        names("Built", api.built());
        names("Not built", missing);
    }

    private static Set<String> built(AwsApi api) {
        Set<String> built =
                new TreeSet<>(api.operations().stream().map(Operation::name).toList());
        if (api.service().equals("lambda")) {
            built.add("Invoke");
            built.add("InvokeAsync");
            built.add("InvokeWithResponseStream");
        }
        return built;
    }

    private void names(String title, Set<String> names) {
        page.append("\n### ").append(title).append(" (").append(names.size()).append(")\n\n");
        List<String> lines = new ArrayList<>();
        if (names.size() > NAMED) {
            lines.add("All others of the API.");
        } else {
            names.forEach(name -> lines.add("- " + name));
        }
        page.append(lines.stream().collect(Collectors.joining("\n"))).append('\n');
    }
}
