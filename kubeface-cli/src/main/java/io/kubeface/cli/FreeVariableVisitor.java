package io.kubeface.cli;

import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;

/**
 * Finds the names that an expression reads and nobody declares. Names within closures are left alone: a closure's
 * delegate may know them.
 */
final class FreeVariableVisitor extends ClassCodeVisitorSupport {
    private final SourceUnit source;
    private final Set<String> known;
    private final Set<String> unknown;
    private final Set<String> assigned = new HashSet<>();

    FreeVariableVisitor(SourceUnit source, Set<String> known, Set<String> unknown) {
        this.source = source;
        this.known = known;
        this.unknown = unknown;
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (expression.getOperation().getType() == Types.ASSIGN
                && expression.getLeftExpression() instanceof VariableExpression variable) {
            expression.getRightExpression().visit(this);
            assigned.add(variable.getName());
        } else {
            super.visitBinaryExpression(expression);
        }
    }

    @Override
    public void visitClosureExpression(ClosureExpression expression) {
        // Not entered, see above.
    }

    @Override
    public void visitVariableExpression(VariableExpression expression) {
        String name = expression.getName();
        if (expression.getAccessedVariable() instanceof DynamicVariable
                && !known.contains(name)
                && !assigned.contains(name)) {
            unknown.add(name);
        }
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }
}
