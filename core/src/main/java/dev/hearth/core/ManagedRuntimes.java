package dev.hearth.core;

import java.util.List;

/** The runtime identifiers of AWS Lambda whose bootstrap is Hearth's affair, as far as Hearth serves their families. */
public final class ManagedRuntimes {

    /** In the order of family and version; Lambda retired some, and their functions still run here. */
    public static final List<String> IDENTIFIERS = List.of(
            "python3.8",
            "python3.9",
            "python3.10",
            "python3.11",
            "python3.12",
            "python3.13",
            "python3.14",
            "python3.15",
            "nodejs16.x",
            "nodejs18.x",
            "nodejs20.x",
            "nodejs22.x",
            "nodejs24.x",
            "nodejs26.x",
            "java8.al2",
            "java8.al2023",
            "java11",
            "java11.al2023",
            "java17",
            "java17.al2023",
            "java21",
            "java25");

    private ManagedRuntimes() {}
}
