package dev.hearth.neighbours.apigateway;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.ASTAddNode;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.apache.velocity.util.introspection.Uberspect;
import org.jspecify.annotations.Nullable;

/** Mapping templates: Velocity's language, compiled once each. The engine is made when the first is rendered. */
final class Templates {

    /** Compiled templates that are kept. */
    private static final int MOST = 1_000;
    /** Rounds of a loop (developer guide, "Quotas": iterations of a {@code #foreach}). */
    private static final int ROUNDS = 1_000;

    /** Numbers of a range; ours, because Velocity makes them all before the loop begins. */
    private static final long MOST_NUMBERS = 1_000_000;

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
        TemplateWork work = new TemplateWork();
        VelocityContext variables = new BoundedContext(work);
        variables.put("input", input);
        variables.put("util", UTIL);
        variables.put("context", context);
        variables.put("stageVariables", stage);
        BoundedWriter out = new BoundedWriter();
        try {
            Template ready = compiled(template);
            ScopedValue.where(TemplateWork.CURRENT, work).run(() -> ready.merge(variables, out));
        } catch (VelocityException | BrokenTemplate | StackOverflowError broken) {
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
            SimpleNode parsed = runtime.parse(new StringReader(text), template);
            bound(parsed);
            template.setData(parsed);
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
            engine = new BoundedEngine();
            engine.init(properties);
        }
        return engine;
    }

    /** Velocity whose templates call {@link BoundedCalls} alone. */
    private static final class BoundedEngine extends RuntimeInstance {
        private @Nullable Uberspect calls;

        @Override
        public Uberspect getUberspect() {
            if (calls == null) {
                calls = new BoundedCalls(super.getUberspect());
            }
            return calls;
        }
    }

    /** A range whose numbers are not all made before a loop looks at its first thousand. */
    private static final class BoundedRange extends ASTIntegerRange {

        BoundedRange(ASTIntegerRange of) {
            super(of.getParser(), of.getType());
            template = of.getTemplate();
            line = of.getLine();
            column = of.getColumn();
            first = of.getFirstToken();
            last = of.getLastToken();
            adopt(of, this);
        }

        @Override
        public Object value(InternalContextAdapter context) {
            if (jjtGetChild(0).value(context) instanceof Number from
                    && jjtGetChild(1).value(context) instanceof Number to
                    && Math.abs(to.longValue() - from.longValue()) >= MOST_NUMBERS) {
                throw new BrokenTemplate("the template makes too long a range");
            }
            return super.value(context);
        }
    }

    /** A sum whose texts are charged: one of many long texts is copied for each of them. */
    private static final class BoundedSum extends ASTAddNode {

        BoundedSum(ASTAddNode of) {
            super(of.getParser(), of.getType());
            template = of.getTemplate();
            line = of.getLine();
            column = of.getColumn();
            first = of.getFirstToken();
            last = of.getLastToken();
            adopt(of, this);
        }

        @Override
        protected Object handleSpecial(Object left, Object right, InternalContextAdapter context) {
            TemplateWork work = TemplateWork.CURRENT.get();
            work.charge(left);
            work.charge(right);
            Object sum = super.handleSpecial(left, right, context);
            if (sum instanceof String text) {
                work.make(text.length());
            }
            return sum;
        }
    }

    private static void adopt(Node from, Node to) {
        for (int i = 0; i < from.jjtGetNumChildren(); i++) {
            to.jjtAddChild(from.jjtGetChild(i), i);
            from.jjtGetChild(i).jjtSetParent(to);
        }
    }

    private static void bound(Node node) {
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            Node child = node.jjtGetChild(i);
            bound(child);
            Node bounded = child instanceof ASTIntegerRange range
                    ? new BoundedRange(range)
                    : child instanceof ASTAddNode sum ? new BoundedSum(sum) : child;
            bounded.jjtSetParent(node);
            node.jjtAddChild(bounded, i);
        }
    }

    /** Charges what is set and what is written. */
    private static final class BoundedContext extends VelocityContext {
        private static final long serialVersionUID = 1L;
        private final transient TemplateWork work;

        BoundedContext(TemplateWork work) {
            this.work = work;
            EventCartridge written = new EventCartridge();
            written.addReferenceInsertionEventHandler((context, reference, value) -> {
                work.charge(value);
                return value;
            });
            attachEventCartridge(written);
        }

        @Override
        public Object internalPut(String key, Object value) {
            work.step(value);
            return super.internalPut(key, value);
        }

        @Override
        public void pushCurrentMacroName(String name) {
            work.step(name);
            super.pushCurrentMacroName(name);
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
