package dev.hearth.neighbours.apigateway;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.jspecify.annotations.Nullable;

/** Mapping templates: Velocity's language, compiled once each. The engine is made when the first is rendered. */
final class Templates {

    /** Compiled templates that are kept. */
    private static final int MOST = 1_000;
    /** Rounds of a loop (developer guide, "Quotas": iterations of a {@code #foreach}). */
    private static final int ROUNDS = 1_000;

    private static final TemplateUtil UTIL = new TextUtil();

    /** A template that cannot be rendered: its owner's fault. */
    static final class BrokenTemplate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenTemplate(String message) {
            super(message, null, false, false);
        }
    }

    private final Map<String, Template> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Template> eldest) {
            return size() > MOST;
        }
    };

    private @Nullable RuntimeInstance engine;

    /** What {@code template} writes for a call; the maps of {@code context} take what it overrides. */
    String render(
            String template, TemplateInput input, Map<String, @Nullable Object> context, Map<String, String> stage) {
        VelocityContext variables = new BoundedContext();
        variables.put("input", input);
        variables.put("util", UTIL);
        variables.put("context", context);
        variables.put("stageVariables", stage);
        BoundedWriter out = new BoundedWriter();
        try {
            compiled(template).merge(variables, out);
        } catch (VelocityException | BrokenTemplate broken) {
            throw new BrokenTemplate(String.valueOf(broken.getMessage()));
        }
        return out.toString();
    }

    private synchronized Template compiled(String text) {
        Template known = compiled.get(text);
        if (known != null) {
            return known;
        }
        RuntimeInstance runtime = engine();
        Template template = new Template();
        template.setName("template");
        template.setRuntimeServices(runtime);
        try {
            template.setData(runtime.parse(new StringReader(text), template));
        } catch (ParseException broken) {
            throw new BrokenTemplate(String.valueOf(broken.getMessage()));
        }
        template.initDocument();
        compiled.put(text, template);
        return template;
    }

    private RuntimeInstance engine() {
        if (engine == null) {
            Properties properties = new Properties();
            properties.setProperty(
                    "introspector.uberspect.class", "org.apache.velocity.util.introspection.SecureUberspector");
            properties.setProperty("directive.foreach.max_loops", String.valueOf(ROUNDS));
            properties.setProperty("velocimacro.library.path", "");
            properties.setProperty("resource.loaders", "string");
            properties.setProperty(
                    "resource.loader.string.class", "org.apache.velocity.runtime.resource.loader.StringResourceLoader");
            engine = new RuntimeInstance();
            engine.init(properties);
        }
        return engine;
    }

    /** Takes no more than {@link ApiLimits#RENDERED_STEPS} values, and none longer than a template may write. */
    private static final class BoundedContext extends VelocityContext {
        private static final long serialVersionUID = 1L;
        private int steps;

        @Override
        public Object internalPut(String key, Object value) {
            if (++steps > ApiLimits.RENDERED_STEPS) {
                throw new BrokenTemplate("the template takes too long");
            }
            if (value instanceof CharSequence text && text.length() > ApiLimits.RENDERED_CHARS) {
                throw new BrokenTemplate("the template makes too long a text");
            }
            return super.internalPut(key, value);
        }
    }

    /** Takes no more than {@link ApiLimits#RENDERED_CHARS}. */
    private static final class BoundedWriter extends StringWriter {

        private void check(int more) {
            if (getBuffer().length() + more > ApiLimits.RENDERED_CHARS) {
                throw new BrokenTemplate("the template writes too much");
            }
        }

        @Override
        public void write(String text) {
            check(text.length());
            super.write(text);
        }

        @Override
        public void write(String text, int offset, int length) {
            check(length);
            super.write(text, offset, length);
        }

        @Override
        public void write(char[] text, int offset, int length) {
            check(length);
            super.write(text, offset, length);
        }
    }
}
