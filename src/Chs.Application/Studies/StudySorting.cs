using Chs.Application.Paging;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Sorts lists of studies, and continues them after a cursor.</summary>
static class StudySorting
{
    static readonly Dictionary<StudyOrder, Keyset<Study>> Orders = new()
    {
        [StudyOrder.Name] = Keyset.By<Study>(s => s.Details.Name, s => s.Id),
        [StudyOrder.NameDescending] = Keyset.By<Study>(s => s.Details.Name, s => s.Id, isDescending: true),
        // Keys ascend in the order of creation.
        [StudyOrder.Created] = Keyset.ByKey<Study>(s => s.Id, isDescending: false),
        [StudyOrder.CreatedDescending] = Keyset.ByKey<Study>(s => s.Id, isDescending: true),
        [StudyOrder.Modified] = Keyset.By<Study>(s => s.ModifiedAt, s => s.Id),
        [StudyOrder.ModifiedDescending] = Keyset.By<Study>(s => s.ModifiedAt, s => s.Id, isDescending: true),
    };

    public static Keyset<Study> KeysetOf(StudyOrder order) => Orders[order];

    /// <summary>Whether an order, which may be none of these, can go on after a cursor.</summary>
    public static bool Takes(StudyOrder order, Cursor after) =>
        Orders.TryGetValue(order, out var keyset) && keyset.Takes(after);

    /// <summary>The cursor that continues the list after a study.</summary>
    public static Cursor CursorAfter(StudyOrder order, string name, DateTimeOffset modifiedAt, long key) =>
        order is StudyOrder.Name or StudyOrder.NameDescending
            ? new Cursor(name, key)
            : new Cursor(InstantCursor.Format(modifiedAt), key);
}
