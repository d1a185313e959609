package dev.hearth.neighbours.templates;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/** What is wrong with a template, to be thrown. */
public interface TemplateFault {

    /** The code of CloudFormation's API for it. */
    String CODE = "ValidationError";

    /** {@code message} as it is. */
    static FaultException because(String message) {
        return new Fault(Fault.Kind.VALIDATION, message, CODE).asException();
    }

    /** The text is no template. */
    static FaultException format(String message) {
        return because("Template format error: " + message);
    }

    /** A function in the template is wrong. */
    static FaultException error(String message) {
        return because("Template error: " + message);
    }
}
