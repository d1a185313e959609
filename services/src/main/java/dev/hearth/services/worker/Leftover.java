package dev.hearth.services.worker;

import java.util.concurrent.CompletionStage;

/**
 * An invocation that a worker still runs for whoever decided before, and whose answer nobody hears.
 *
 * @param environmentId where it runs
 * @param functionArn unqualified ARN of its function
 * @param over completes when it is over, or its host is lost
 */
public record Leftover(String environmentId, String functionArn, CompletionStage<?> over) {}
