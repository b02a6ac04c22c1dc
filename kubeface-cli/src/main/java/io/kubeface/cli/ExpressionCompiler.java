package io.kubeface.cli;

import groovy.lang.GroovyClassLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.tools.GroovyClass;

/**
 * Compiles Groovy expressions to class files. The driver does so once; workers get the class files, which spares each of
 * them the start of the compiler (about 0.3 s of CPU).
 */
final class ExpressionCompiler {
    /** Name of the class that an expression becomes; seen in stack traces. */
    static final String CLASS_NAME = "KubefaceExpression";

    private ExpressionCompiler() {}

    /**
     * Compiles an expression to run in {@link ExpressionScript}.
     *
     * @param option the command's option, for messages
     * @param variables names that will be bound when it runs; any other undeclared name is refused
     * @return its classes by name, {@link #CLASS_NAME} among them
     * @throws ExpressionException when it does not compile
     */
    static Map<String, byte[]> compile(String option, String source, Set<String> variables) throws ExpressionException {
        if (source.isBlank()) {
            throw new ExpressionException(option + " is empty: give a Groovy expression");
        }
        Set<String> unknown = new TreeSet<>();
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(ExpressionScript.class.getName());
        // A worker may run on an older Java than the driver.
        configuration.setTargetBytecode(CompilerConfiguration.JDK17);
        configuration.addCompilationCustomizers(
                new ImportCustomizer().addStarImports("java.util.stream"), new FreeVariables(variables, unknown));
        CompilationUnit unit = new CompilationUnit(
                configuration, null, new GroovyClassLoader(ExpressionCompiler.class.getClassLoader(), configuration));
        unit.addSource(CLASS_NAME + ".groovy", source);
        try {
            unit.compile(Phases.CLASS_GENERATION);
        } catch (CompilationFailedException e) {
            throw new ExpressionException(option + " does not compile: " + problems(e) + "\n  " + source);
        }
        if (!unknown.isEmpty()) {
            throw new ExpressionException(option + " does not compile: no variable is named "
                    + String.join(", ", unknown)
                    + (variables.isEmpty() ? "" : "; known is " + String.join(", ", variables))
                    + "\n  "
                    + source);
        }
        Map<String, byte[]> classes = new HashMap<>();
        for (GroovyClass each : unit.getClasses()) {
            classes.put(each.getName(), each.getBytes());
        }
        return classes;
    }

    private static String problems(CompilationFailedException failure) {
        if (failure instanceof MultipleCompilationErrorsException multiple) {
            List<? extends Message> errors = multiple.getErrorCollector().getErrors();
            if (errors != null && errors.stream().allMatch(SyntaxErrorMessage.class::isInstance)) {
                return errors.stream()
                        .map(error -> ((SyntaxErrorMessage) error).getCause())
                        .map(error -> error.getOriginalMessage().strip() + " (line " + error.getStartLine()
                                + ", column " + error.getStartColumn() + ")")
                        .collect(Collectors.joining("; "));
            }
        }
        return String.valueOf(failure.getMessage()).strip();
    }

    /** Collects names that neither the expression nor its surroundings declare: else each task would find out alone. */
    private static final class FreeVariables extends CompilationCustomizer {
        private final Set<String> known;
        private final Set<String> unknown;

        FreeVariables(Set<String> known, Set<String> unknown) {
            super(CompilePhase.CANONICALIZATION);
            this.known = known;
            this.unknown = unknown;
        }

        @Override
        public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
            new FreeVariableVisitor(source, known, unknown).visitClass(node);
        }
    }
}
