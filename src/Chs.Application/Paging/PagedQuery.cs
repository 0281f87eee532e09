using Chs.Domain;
using FluentValidation;

namespace Chs.Application.Paging;

/// <summary>What every list may be asked: where to go on, and how many.</summary>
public abstract record PagedQuery
{
    /// <summary>The <c>nextCursor</c> of the page before; absent for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>Items on a page, 1…100.</summary>
    /// <example>20</example>
    public int Limit { get; init; } = Page.DefaultLimit;

    internal Cursor? After => Cursor is null ? null : Paging.Cursor.Parse(Cursor);
}

abstract class PagedValidator<T> : AbstractValidator<T>
    where T : PagedQuery
{
    protected PagedValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Page.MaximumLimit);
        RuleFor(q => q.Cursor)
            .Must(cursor => cursor is null || Cursor.Parse(cursor) is not null)
            .WithErrorCode("not_a_cursor")
            .WithMessage("Send a nextCursor as you got it.");
    }
}
