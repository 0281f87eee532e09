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
            .Must(cursor => cursor is null || Cursor.Parse(cursor) is not null)
            .WithErrorCode("not_a_cursor")
            .WithMessage("Send a nextCursor as you got it.");
    }
}
