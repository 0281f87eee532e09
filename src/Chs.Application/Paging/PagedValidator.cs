using FluentValidation;

namespace Chs.Application.Paging;

/// <summary>Checks the page parameters of a list.</summary>
abstract class PagedValidator<T> : AbstractValidator<T>
    where T : PagedQuery
{
    protected PagedValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Page.MaximumLimit);
        RuleFor(q => q.Cursor)
            .Cascade(CascadeMode.Stop)
            .Must((query, cursor) => cursor is null || query.ReadCursor(cursor).IsReadable)
            .WithErrorCode("not_a_cursor")
            .WithMessage("Send a nextCursor as you got it.")
            .Must((query, cursor) => cursor is null || query.After is not null)
            .WithErrorCode("cursor_of_another_list")
            .WithMessage("This cursor came from another list, or from this one with other filters or another order.")
            .Must((query, _) => query.After is not { } after || query.Takes(after))
            .WithErrorCode("not_a_cursor")
            .WithMessage("Send a nextCursor as you got it.");
    }
}
