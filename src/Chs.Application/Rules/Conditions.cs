using System.Linq.Expressions;

namespace Chs.Application.Rules;

/// <summary>Joins conditions for database queries, so that a rule can be part of other ones.</summary>
static class Conditions
{
    extension<T>(Expression<Func<T, bool>> condition)
    {
        /// <summary>Both conditions.</summary>
        public Expression<Func<T, bool>> And(Expression<Func<T, bool>> other) =>
            Join(condition, other, Expression.AndAlso);

        /// <summary>Either condition.</summary>
        public Expression<Func<T, bool>> Or(Expression<Func<T, bool>> other) =>
            Join(condition, other, Expression.OrElse);
    }

    static Expression<Func<T, bool>> Join<T>(
        Expression<Func<T, bool>> first,
        Expression<Func<T, bool>> second,
        Func<Expression, Expression, BinaryExpression> join
    )
    {
        var parameter = first.Parameters[0];
        var body = new ParameterSwap(second.Parameters[0], parameter).Visit(second.Body);
        return Expression.Lambda<Func<T, bool>>(join(first.Body, body), parameter);
    }

    /// <summary>Makes the second condition speak of the first one's row.</summary>
    sealed class ParameterSwap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
