using System.Globalization;
using System.Linq.Expressions;
using Chs.Application.Rules;

namespace Chs.Application.Paging;

/// <summary>
/// The order of a list: by a value, then by a key that no two rows share, or by the key alone. The list continues after
/// the last row that a client has, whatever came or went before it.
/// </summary>
abstract class Keyset<T>
{
    /// <summary>The rows of a page, and one more when the list continues.</summary>
    /// <param name="matching">The whole list, in any order.</param>
    public IQueryable<T> PageOf(IQueryable<T> matching, PagedQuery query)
    {
        var rows = query.After is { } after ? matching.Where(ConditionAfter(after)) : matching;
        return Sort(rows).Take(query.Limit + 1);
    }

    /// <summary>Whether a cursor's text is a value of this order. A list that began anew would be read for ever.</summary>
    public virtual bool Takes(Cursor after) => true;

    protected abstract IQueryable<T> Sort(IQueryable<T> rows);

    /// <param name="after">A cursor that this order takes.</param>
    protected abstract Expression<Func<T, bool>> ConditionAfter(Cursor after);

    /// <summary>The rows whose value comes after another one.</summary>
    protected static Expression<Func<T, bool>> Beyond<TValue>(
        Expression<Func<T, TValue>> column,
        TValue value,
        bool isDescending
    )
    {
        var isText = typeof(TValue) == typeof(string);
        var order = isText ? Compared(column.Body, Held(value)) : column.Body;
        var limit = isText ? Expression.Constant(0) : Held(value);
        return Expression.Lambda<Func<T, bool>>(
            isDescending ? Expression.LessThan(order, limit) : Expression.GreaterThan(order, limit),
            column.Parameters
        );
    }

    protected static Expression<Func<T, bool>> Same<TValue>(Expression<Func<T, TValue>> column, TValue value) =>
        Expression.Lambda<Func<T, bool>>(Expression.Equal(column.Body, Held(value)), column.Parameters);

    /// <summary>A variable of a closure, which becomes a parameter of the statement.</summary>
    static Expression Held<TValue>(TValue value)
    {
        Expression<Func<TValue>> held = () => value;
        return held.Body;
    }

    static MethodCallExpression Compared(Expression column, Expression value) =>
        Expression.Call(typeof(string), nameof(string.Compare), null, column, value);
}

/// <summary>Makes orders of lists.</summary>
static class Keyset
{
    /// <summary>By the key alone.</summary>
    public static Keyset<T> ByKey<T>(Expression<Func<T, long>> key, bool isDescending) =>
        new KeyOrder<T>(key, isDescending);

    /// <summary>By a text that no two rows share.</summary>
    public static Keyset<T> ByText<T>(Expression<Func<T, string>> text) => new TextOrder<T>(text);

    /// <summary>By a text.</summary>
    public static Keyset<T> By<T>(
        Expression<Func<T, string>> text,
        Expression<Func<T, long>> key,
        bool isDescending = false
    ) => new ValueOrder<T, string>(text, value => (true, value), key, isDescending);

    /// <summary>By an instant, whose text in cursors is that of <see cref="InstantCursor"/>.</summary>
    public static Keyset<T> By<T>(
        Expression<Func<T, DateTimeOffset>> instant,
        Expression<Func<T, long>> key,
        bool isDescending = false
    ) =>
        new ValueOrder<T, DateTimeOffset>(
            instant,
            text => InstantCursor.Parse(text) is { } value ? (true, value) : (false, default),
            key,
            isDescending
        );

    /// <summary>By a day, whose text in cursors is that of ISO 8601.</summary>
    public static Keyset<T> By<T>(
        Expression<Func<T, DateOnly>> day,
        Expression<Func<T, long>> key,
        bool isDescending = false
    ) =>
        new ValueOrder<T, DateOnly>(
            day,
            text => (DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, default, out var value), value),
            key,
            isDescending
        );

    /// <summary>By a number.</summary>
    public static Keyset<T> By<T>(
        Expression<Func<T, int>> number,
        Expression<Func<T, long>> key,
        bool isDescending = false
    ) =>
        new ValueOrder<T, int>(
            number,
            text => (int.TryParse(text, CultureInfo.InvariantCulture, out var value), value),
            key,
            isDescending
        );

    sealed class KeyOrder<T>(Expression<Func<T, long>> key, bool isDescending) : Keyset<T>
    {
        protected override IQueryable<T> Sort(IQueryable<T> rows) =>
            isDescending ? rows.OrderByDescending(key) : rows.OrderBy(key);

        protected override Expression<Func<T, bool>> ConditionAfter(Cursor after) =>
            Beyond(key, after.Key, isDescending);
    }

    sealed class TextOrder<T>(Expression<Func<T, string>> text) : Keyset<T>
    {
        protected override IQueryable<T> Sort(IQueryable<T> rows) => rows.OrderBy(text);

        protected override Expression<Func<T, bool>> ConditionAfter(Cursor after) =>
            Beyond(text, after.Text, isDescending: false);
    }

    sealed class ValueOrder<T, TValue>(
        Expression<Func<T, TValue>> value,
        Func<string, (bool IsValue, TValue Value)> parse,
        Expression<Func<T, long>> key,
        bool isDescending
    ) : Keyset<T>
    {
        protected override IQueryable<T> Sort(IQueryable<T> rows) =>
            isDescending ? rows.OrderByDescending(value).ThenByDescending(key) : rows.OrderBy(value).ThenBy(key);

        public override bool Takes(Cursor after) => parse(after.Text).IsValue;

        protected override Expression<Func<T, bool>> ConditionAfter(Cursor after)
        {
            if (parse(after.Text) is not (true, var last))
                throw new InvalidOperationException(
                    "The list's validator let a cursor pass that its order doesn't take."
                );
            var sameValue = Same(value, last).And(Beyond(key, after.Key, isDescending));
            return Beyond(value, last, isDescending).Or(sameValue);
        }
    }
}
