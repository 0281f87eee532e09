using Chs.Application.Paging;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Sorts lists of studies, and continues them after a cursor.</summary>
/// <remarks>A cursor of another order continues at a meaningless place, which does no harm.</remarks>
static class StudySorting
{
    /// <param name="after">The last study of the previous page; null: from the beginning.</param>
    public static IQueryable<Study> Sort(IQueryable<Study> studies, StudyOrder order, Cursor? after) =>
        order switch
        {
            StudyOrder.NameDescending => ByNameDescending(studies, after),
            StudyOrder.Created => ByCreation(studies, after),
            StudyOrder.CreatedDescending => ByCreationDescending(studies, after),
            StudyOrder.Modified => ByModification(studies, after),
            StudyOrder.ModifiedDescending => ByModificationDescending(studies, after),
            _ => ByName(studies, after),
        };

    /// <summary>The cursor that continues the list after a study.</summary>
    public static Cursor CursorAfter(StudyOrder order, string name, DateTimeOffset modifiedAt, long key) =>
        order is StudyOrder.Name or StudyOrder.NameDescending
            ? new Cursor(name, key)
            : new Cursor(InstantCursor.Format(modifiedAt), key);

    static IQueryable<Study> ByName(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
            studies = studies.Where(s =>
                string.Compare(s.Details.Name, after.Text) > 0 || (s.Details.Name == after.Text && s.Id > after.Key)
            );
        return studies.OrderBy(s => s.Details.Name).ThenBy(s => s.Id);
    }

    static IQueryable<Study> ByNameDescending(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
            studies = studies.Where(s =>
                string.Compare(s.Details.Name, after.Text) < 0 || (s.Details.Name == after.Text && s.Id < after.Key)
            );
        return studies.OrderByDescending(s => s.Details.Name).ThenByDescending(s => s.Id);
    }

    // Keys ascend in the order of creation.
    static IQueryable<Study> ByCreation(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
            studies = studies.Where(s => s.Id > after.Key);
        return studies.OrderBy(s => s.Id);
    }

    static IQueryable<Study> ByCreationDescending(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
            studies = studies.Where(s => s.Id < after.Key);
        return studies.OrderByDescending(s => s.Id);
    }

    static IQueryable<Study> ByModification(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
        {
            var modified = InstantCursor.Parse(after.Text) ?? default;
            studies = studies.Where(s => s.ModifiedAt > modified || (s.ModifiedAt == modified && s.Id > after.Key));
        }

        return studies.OrderBy(s => s.ModifiedAt).ThenBy(s => s.Id);
    }

    static IQueryable<Study> ByModificationDescending(IQueryable<Study> studies, Cursor? after)
    {
        if (after is not null)
        {
            var modified = InstantCursor.Parse(after.Text) ?? default;
            studies = studies.Where(s => s.ModifiedAt < modified || (s.ModifiedAt == modified && s.Id < after.Key));
        }

        return studies.OrderByDescending(s => s.ModifiedAt).ThenByDescending(s => s.Id);
    }
}
