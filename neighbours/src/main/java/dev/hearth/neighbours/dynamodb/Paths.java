package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;

/** The paths of one expression, which may not be about the same place twice. */
final class Paths {

    private final List<DocumentPath> all = new ArrayList<>();
    private final Findings findings;
    private boolean overlap;

    Paths(Findings findings) {
        this.findings = findings;
    }

    void add(DocumentPath path) {
        if (overlap) {
            return;
        }
        for (DocumentPath other : all) {
            check(other, path);
            if (overlap) {
                return;
            }
        }
        all.add(path);
    }

    private void check(DocumentPath one, DocumentPath other) {
        int common = Math.min(one.steps().size(), other.steps().size());
        String which = "path one: " + one + ", path two: " + other;
        for (int i = 0; i < common; i++) {
            Object left = one.steps().get(i);
            Object right = other.steps().get(i);
            if (left.getClass() != right.getClass()) {
                findings.add(
                        Findings.Kind.CONFLICT,
                        "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                                + which);
                return;
            }
            if (!left.equals(right)) {
                return;
            }
        }
        overlap = true;
        findings.add(
                Findings.Kind.OVERLAP,
                "Two document paths overlap with each other; must remove or rewrite one of these paths; " + which);
    }

    List<DocumentPath> all() {
        return all;
    }
}
