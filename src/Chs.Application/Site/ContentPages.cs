using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>The site's texts by name; those that aren't published for its staff only.</summary>
public sealed record ListContentPages : PagedQuery, IQuery<Page<ContentPageItem>>, IWithinScope
{
    /// <summary>Only in this language, such as <c>en</c>.</summary>
    public string? Language { get; init; }

    internal sealed class Validator : PagedValidator<ListContentPages>
    {
        public Validator() =>
            RuleFor(q => q.Language).MaximumLength(35).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListContentPages, Outcome<Page<ContentPageItem>>>
    {
        public async Task<Outcome<Page<ContentPageItem>>> Handle(
            ListContentPages request,
            CancellationToken cancellationToken
        )
        {
            var isStaff = SiteStaff.Edits(current.Actor);
            var pages = db.ContentPages.AsNoTracking().Where(p => p.IsPublished || isStaff);
            if (request.Language is { } language)
                pages = pages.Where(p => p.Language == language);
            if (request.After is { } after)
                pages = pages.Where(p =>
                    string.Compare(p.Slug, after.Text) > 0 || (p.Slug == after.Text && p.Id > after.Key)
                );
            var rows = await pages
                .OrderBy(p => p.Slug)
                .ThenBy(p => p.Id)
                .Take(request.Limit + 1)
                .Select(p => new
                {
                    p.Id,
                    Item = new ContentPageItem(p.Uuid, p.Slug, p.Language, p.Title, p.IsPublished),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor(row.Item.Slug, row.Id), row => row.Item);
        }
    }
}

/// <summary>A text of the site in a list.</summary>
/// <param name="Id">The page.</param>
/// <param name="Slug">Name in addresses.</param>
/// <param name="Language">A language tag.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsPublished">Whether others than staff see it.</param>
public sealed record ContentPageItem(Guid Id, string Slug, string Language, string Title, bool IsPublished);

/// <summary>One text of the site, in the language asked for or else in English.</summary>
public sealed record ReadContentPage(string Slug, string Language) : IQuery<ContentPageView>, IWithinScope
{
    /// <summary>What there is when nothing was translated.</summary>
    public const string Fallback = "en";

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ReadContentPage, Outcome<ContentPageView>>
    {
        public async Task<Outcome<ContentPageView>> Handle(ReadContentPage request, CancellationToken cancellationToken)
        {
            if (!TextRules.IsClean(request.Slug) || !TextRules.IsClean(request.Language))
                return Error.NotFound("page");
            var isStaff = SiteStaff.Edits(current.Actor);
            var page = await db
                .ContentPages.AsNoTracking()
                .Where(p =>
                    p.Slug == request.Slug
                    && (p.Language == request.Language || p.Language == Fallback)
                    && (p.IsPublished || isStaff)
                )
                .OrderByDescending(p => p.Language == request.Language)
                .FirstOrDefaultAsync(cancellationToken);
            return page is null ? Error.NotFound("page") : ContentPageView.Of(page);
        }
    }
}

/// <summary>Writes a text of the site. For its staff.</summary>
public sealed record CreateContentPage(string Slug, string Language, ContentPageInput Page) : ICommand<ContentPageView>
{
    internal sealed class Validator : AbstractValidator<CreateContentPage>
    {
        public Validator()
        {
            RuleFor(x => x.Slug)
                .Must(TextRules.IsSlug)
                .WithErrorCode("not_a_slug")
                .WithMessage("Use 1…100 lower-case letters, digits and hyphens.");
            RuleFor(x => x.Language)
                .Matches("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
                .MaximumLength(35)
                .WithErrorCode("not_a_language")
                .WithMessage("Give a language tag such as en or pt-BR.");
            RuleFor(x => x.Page).SetValidator(new ContentPageInput.Validator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<CreateContentPage, Outcome<ContentPageView>>
    {
        public Task<Outcome<ContentPageView>> Handle(CreateContentPage request, CancellationToken cancellationToken)
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return Task.FromResult(Outcome<ContentPageView>.Refuse(refused));
            var page = ContentPage.Write(
                request.Slug,
                request.Language,
                request.Page.Title,
                request.Page.Markdown,
                request.Page.IsPublished,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            db.ContentPages.Add(page);
            return Task.FromResult(Outcome<ContentPageView>.Of(ContentPageView.Of(page)));
        }
    }
}

/// <summary>Rewrites a text of the site. For its staff.</summary>
public sealed record UpdateContentPage(string Slug, string Language, ContentPageInput Page, int? IfVersion)
    : ICommand<ContentPageView>
{
    internal sealed class Validator : AbstractValidator<UpdateContentPage>
    {
        public Validator() =>
            RuleFor(x => x.Page).SetValidator(new ContentPageInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<UpdateContentPage, Outcome<ContentPageView>>
    {
        public async Task<Outcome<ContentPageView>> Handle(
            UpdateContentPage request,
            CancellationToken cancellationToken
        )
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return refused;
            if (await db.FindPageAsync(request.Slug, request.Language, cancellationToken) is not { } page)
                return Error.NotFound("page");
            if (request.IfVersion is { } expected && expected != page.Version)
                return Error.StaleAt(page.Version);
            page.Rewrite(
                request.Page.Title,
                request.Page.Markdown,
                request.Page.IsPublished,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            return ContentPageView.Of(page);
        }
    }
}

/// <summary>Removes a text of the site. For its staff.</summary>
public sealed record DeleteContentPage(string Slug, string Language) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<DeleteContentPage, Outcome>
    {
        public async Task<Outcome> Handle(DeleteContentPage request, CancellationToken cancellationToken)
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return refused;
            if (await db.FindPageAsync(request.Slug, request.Language, cancellationToken) is not { } page)
                return Error.NotFound("page");
            page.RecordRemoval(current.Actor!.Id, time.GetUtcNow());
            db.ContentPages.Remove(page);
            return Outcome.Ok;
        }
    }
}

/// <summary>What a text of the site says.</summary>
public sealed record ContentPageInput
{
    /// <summary>1…255 characters.</summary>
    /// <example>Privacy</example>
    public required string Title { get; init; }

    /// <summary>At most 200,000 characters. HTML in it is shown as it stands, not obeyed.</summary>
    /// <example>We keep what you send us **on our own servers**.</example>
    public required string Markdown { get; init; }

    /// <summary>Whether others than staff see it.</summary>
    public bool IsPublished { get; init; } = true;

    internal sealed class Validator : AbstractValidator<ContentPageInput>
    {
        public Validator()
        {
            RuleFor(x => x.Title).NotEmpty().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Markdown).NotNull().MaximumLength(200_000).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }
}

/// <summary>A text of the site.</summary>
public sealed record ContentPageView : IVersioned
{
    public required Guid Id { get; init; }

    /// <example>privacy</example>
    public required string Slug { get; init; }

    /// <example>en</example>
    public required string Language { get; init; }

    /// <example>Privacy</example>
    public required string Title { get; init; }

    /// <summary>As it was written.</summary>
    public required string Markdown { get; init; }

    /// <summary>The same as HTML without scripts: safe to put into a page as it is.</summary>
    /// <example>&lt;p&gt;We keep what you send us.&lt;/p&gt;</example>
    public required string Html { get; init; }

    public required bool IsPublished { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static ContentPageView Of(ContentPage page) =>
        new()
        {
            Id = page.Uuid,
            Slug = page.Slug,
            Language = page.Language,
            Title = page.Title,
            Markdown = page.Markdown,
            Html = SafeHtml.OfMarkdown(page.Markdown),
            IsPublished = page.IsPublished,
            ModifiedAt = page.ModifiedAt,
            Version = page.Version,
        };
}

static class SiteStaff
{
    /// <summary>Whether somebody edits what the site says about itself: its reviewers do.</summary>
    public static bool Edits(Actor? actor) => actor?.Rights.Has(StudyRight.Review) ?? false;

    public static Error? Refusal(Actor? actor) =>
        actor is null ? Error.Unauthenticated
        : Edits(actor) ? null
        : Error.Forbidden;
}

static class ContentPageQueries
{
    extension(IChsDb db)
    {
        /// <summary>The text of exactly this name and language.</summary>
        public async Task<ContentPage?> FindPageAsync(
            string slug,
            string language,
            CancellationToken cancellationToken
        ) =>
            TextRules.IsClean(slug) && TextRules.IsClean(language)
                ? await db.ContentPages.SingleOrDefaultAsync(
                    p => p.Slug == slug && p.Language == language,
                    cancellationToken
                )
                : null;
    }
}
