package dev.hearth.conformance;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shape of the house: the arrows of {@code docs/ARCHITECTURE.md}, exactly, and what may not be used where. */
class ArchitectureTest {

    private static final String ROOT = "dev.hearth";
    private static final String ROOMS = ROOT + ".services.";
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            // Files for the inside of sandboxes, which never run in Hearth itself.
            .withImportOption(location -> !location.contains("/dev/hearth/guest/runtime/"))
            .importPackages(ROOT);

    @Test
    void modulesImportExactlyWhatTheTableSays() throws IOException {
        Map<String, Set<String>> actual = arrows(type -> part(type, ROOT + "."));

        assertThat(actual).isEqualTo(expected(HouseTable.read().modules(), actual.keySet()));
    }

    @Test
    void roomsImportExactlyWhatTheTableSays() throws IOException {
        Map<String, Set<String>> actual = arrows(type -> part(type, ROOMS));

        assertThat(actual).isEqualTo(expected(HouseTable.read().rooms(), actual.keySet()));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void aRoomsPublicTypesAreInterfacesRecordsEnumsAndSealedTypes() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".services..", ROOT + ".neighbours..")
                .and()
                .arePublic()
                .should(beADescription())
                .check(HOUSE);
    }

    @Test
    void nobodyBelowTheServerReadsAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".server..")
                .should()
                .callMethodWhere(calls("now", Instant.class, LocalDateTime.class, ZonedDateTime.class))
                .orShould()
                .callMethodWhere(calls("currentTimeMillis", System.class))
                .orShould()
                .callMethodWhere(calls("nanoTime", System.class))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .because("time comes from dev.hearth.core.Time")
                .check(HOUSE);
    }

    @Test
    void nobodyBelowTheServerDrawsRandomness() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".server..")
                .should()
                .callMethodWhere(calls("randomUUID", UUID.class))
                .orShould()
                .callMethodWhere(calls("random", Math.class))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, SecureRandom.class, ThreadLocalRandom.class)
                .because("randomness comes from dev.hearth.core.Randomness")
                .check(HOUSE);
    }

    /** Drivers may own threads that wait on descriptors. */
    @Test
    void nobodyBelowTheServerMakesThreads() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".server..", ROOT + ".drivers..")
                .should()
                .callConstructorWhere(target(owner(DescribedPredicate.describe(
                        "a thread or timer",
                        type -> type.isAssignableTo(Thread.class) || type.isEquivalentTo(Timer.class)))))
                .orShould()
                .callMethodWhere(calls("ofVirtual", Thread.class))
                .orShould()
                .callMethodWhere(calls("ofPlatform", Thread.class))
                .orShould()
                .callMethodWhere(calls("startVirtualThread", Thread.class))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class, ForkJoinPool.class)
                .because("work is started by dev.hearth.core.Tasks and delayed by dev.hearth.core.Timers")
                .check(HOUSE);
    }

    private static DescribedPredicate<JavaCall<?>> calls(String method, Class<?>... owners) {
        Set<String> names = Set.of(owners).stream().map(Class::getName).collect(Collectors.toSet());
        return DescribedPredicate.describe(
                method + " of " + names,
                call -> target(name(method)).test(call)
                        && names.contains(call.getTargetOwner().getName()));
    }

    private static ArchCondition<JavaClass> beADescription() {
        return new ArchCondition<>("be an interface, a record, an enum or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean fine = type.isInterface()
                        || type.isRecord()
                        || type.isEnum()
                        || type.reflect().isSealed();
                if (!fine && isSeenOutside(type)) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            type.getName() + " is a public class: make it"
                                    + " package-private behind an interface with a static create"));
                }
            }
        };
    }

    /** Public, and so is every class around it. */
    private static boolean isSeenOutside(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isSeenOutside).orElse(true);
    }

    /** The name of the part below {@code prefix} that a class is in, or empty. */
    private static String part(JavaClass type, String prefix) {
        String inside = type.getPackageName() + ".";
        return inside.startsWith(prefix) ? inside.substring(prefix.length(), inside.indexOf('.', prefix.length())) : "";
    }

    private static Map<String, Set<String>> arrows(Function<JavaClass, String> part) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : HOUSE) {
            String from = part.apply(type);
            if (from.isEmpty()) {
                continue;
            }
            Set<String> targets = arrows.computeIfAbsent(from, name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = part.apply(dependency.getTargetClass().getBaseComponentType());
                if (!to.isEmpty() && !to.equals(from)) {
                    targets.add(to);
                }
            }
        }
        return arrows;
    }

    private static Map<String, Set<String>> expected(Map<String, Set<String>> table, Set<String> existing) {
        assertThat(table.keySet()).containsAll(existing);
        Map<String, Set<String>> expected = new TreeMap<>();
        for (String name : existing) {
            Set<String> may = new TreeSet<>(table.getOrDefault(name, Set.of()));
            may.retainAll(existing);
            expected.put(name, may);
        }
        return expected;
    }
}
