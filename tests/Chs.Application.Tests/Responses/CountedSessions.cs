using Chs.Application.Exports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Sessions of every kind, and the questions about them.</summary>
static class CountedSessions
{
    /// <summary>Of families: three readable, one pending, one rejected, four without consent; of previews: two and one.</summary>
    public static async Task AddSessionsAsync(TestChs chs, World world, Study study)
    {
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, study, new Kind(Completed: false, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Accepted), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: true, Consent: true, Ruling.Pending), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: false, Consent: true, Ruling.Rejected));
        await AddAsync(chs, world, study, new Kind());
        await AddAsync(chs, world, study, new Kind(), ofOther: true);
        await AddAsync(chs, world, study, new Kind(Completed: true), ofOther: true);
        await AddAsync(chs, world, study, new Kind(IsOpen: true));
        var accepted = new Kind(Completed: true, Consent: true, Ruling.Accepted, IsPreview: true);
        await AddAsync(chs, world, study, accepted);
        await AddAsync(chs, world, study, accepted with { Completed = false });
        await AddAsync(chs, world, study, new Kind(IsPreview: true));
    }

    public static Task<ResponseNumbers> CountAsync(TestChs chs, World world, ResponseFilter filter) =>
        chs.AnswerAsync(world.Researcher, Numbers(world.Study, filter));

    public static async Task AddAsync(TestChs chs, World world, Study study, Kind kind, bool ofOther = false)
    {
        var parent = ofOther ? world.OtherParent : world.Parent;
        var child = ChildOf(world, ofOther).Id;
        var response = Response.Start(study, 1, child, parent.Key, null, kind.IsPreview, [], Some.Moment);
        var flags = new ResponseFlags
        {
            Completed = kind.Completed ? true : null,
            CompletedConsentFrame = kind.Consent ? true : null,
        };
        response.Update(flags, Some.Moment);
        if (kind.Ruling is not Ruling.Pending)
            Assert.False(response.RuleOnConsent(kind.Ruling, "", Some.DeedOf(world.Researcher)).Failed);
        if (!kind.IsOpen)
            response.Close();
        await chs.WithAsync(db =>
        {
            db.Responses.Add(response);
            return db.SaveChangesAsync(default);
        });
    }

    public static Child ChildOf(World world, bool ofOther) => ofOther ? world.OtherChild : world.Child;

    public static ListResponses List(Study study, ResponseFilter filter) =>
        new()
        {
            StudyId = study.Uuid,
            Filter = filter,
            WithTotal = true,
        };

    public static ReadResponseNumbers Numbers(Study study, ResponseFilter filter) => new(study.Uuid, filter);

    public static ExportResponses Export(Study study, ResponseFilter filter) => new(study.Uuid, []) { Filter = filter };

    public static ResponseFilter Child(World world, Guid child) => new() { HashedChildId = Hashed(world, child) };

    public static string Hashed(World world, Guid id) => HashedOf(world.Study, id);

    public static string HashedOf(Study study, Guid id) => HashedId.Of(id, study.Uuid, study.Salt, study.HashDigits);

    public sealed record Kind(
        bool Completed = false,
        bool Consent = false,
        Ruling Ruling = Ruling.Pending,
        bool IsPreview = false,
        bool IsOpen = false
    );
}
