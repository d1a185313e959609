package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxEnd;
import java.util.List;

/** What can happen around the extensions of an environment. */
sealed interface ExtensionEvent extends LifeEvent {

    /** The layers hold these external extensions, which start with the sandbox. */
    record Found(List<String> names) implements ExtensionEvent {}

    /** An extension asked for something. */
    record Asked(Exchange exchange, ExtensionRequest request) implements ExtensionEvent {}

    /** The process of an external extension ended. */
    record Ended(String name, SandboxEnd end) implements ExtensionEvent {}
}
