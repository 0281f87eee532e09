using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Domain;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Sends requests and checks whether they succeed.</summary>
static class TestChsExtensions
{
    extension(TestChs chs)
    {
        /// <summary>Sends a request that must succeed, and returns its answer.</summary>
        public async Task<T> AnswerAsync<T>(Actor? actor, IRequest<Outcome<T>> request, string? idempotencyKey = null)
        {
            var outcome = await chs.SendAsync(actor, request, idempotencyKey);
            Assert.True(!outcome.Failed, $"{NameOf(request)} was refused: {outcome.Error}");
            return outcome.Value;
        }

        /// <summary>Sends a request that must succeed.</summary>
        public async Task SucceedsAsync<T>(Actor? actor, IRequest<T> request)
            where T : IOutcome<T>
        {
            var outcome = await chs.SendAsync(actor, request);
            Assert.True(outcome.Error is null, $"{NameOf(request)} was refused: {outcome.Error}");
        }

        /// <summary>Sends a request that must be refused with this code.</summary>
        public async Task<Error> RefusesAsync<T>(
            Actor? actor,
            IRequest<T> request,
            string code,
            string? idempotencyKey = null
        )
            where T : IOutcome<T>
        {
            var outcome = await chs.SendAsync(actor, request, idempotencyKey);
            return RequireRefusal(request, outcome.Error, code);
        }

        /// <summary>
        /// Sends a request that must be refused because of one faulty member, and returns that fault.
        /// </summary>
        /// <param name="code">Of the fault.</param>
        public async Task<Fault> FindsFaultAsync<T>(Actor? actor, IRequest<T> request, string code)
            where T : IOutcome<T>
        {
            var faults = await chs.FindsFaultsAsync(actor, request, code);
            return faults[0];
        }

        /// <summary>Sends a request that must be refused because of faulty members.</summary>
        /// <param name="codes">Of all faults, in any order.</param>
        public async Task<IReadOnlyList<Fault>> FindsFaultsAsync<T>(
            Actor? actor,
            IRequest<T> request,
            params string[] codes
        )
            where T : IOutcome<T>
        {
            var error = await chs.RefusesAsync(actor, request, "request.invalid");
            Assert.Equal(codes.Order(), error.Faults.Select(fault => fault.Code).Order());
            return error.Faults;
        }

        /// <summary>The items of one page.</summary>
        public async Task<IReadOnlyList<T>> ItemsAsync<T>(Actor? actor, IRequest<Outcome<Page<T>>> query) =>
            (await chs.AnswerAsync(actor, query)).Items;

        /// <summary>The items of all pages, in the order in which the pages come.</summary>
        /// <param name="pageAt">The query for the page at a cursor.</param>
        public async Task<IReadOnlyList<T>> AllItemsAsync<T>(
            Actor? actor,
            Func<string?, IRequest<Outcome<Page<T>>>> pageAt
        )
        {
            List<T> items = [];
            string? cursor = null;
            do
            {
                var page = await chs.AnswerAsync(actor, pageAt(cursor));
                items.AddRange(page.Items);
                cursor = page.NextCursor;
            } while (cursor is not null);
            return items;
        }
    }

    /// <summary>Checks that exactly one of simultaneous requests succeeded and the others were refused.</summary>
    /// <returns>The answer to the one that succeeded.</returns>
    public static T SingleSuccess<T>(this IEnumerable<Outcome<T>> outcomes, string codeOfTheOthers)
    {
        var all = outcomes.ToList();
        Assert.All(all.Where(outcome => outcome.Failed), other => Assert.Equal(codeOfTheOthers, other.Error!.Code));
        return Assert.Single(all, outcome => !outcome.Failed).Value;
    }

    static Error RequireRefusal(object request, Error? error, string code)
    {
        var actual = error is null ? "success" : $"{error.Code} ({error.Message})";
        Assert.True(error?.Code == code, $"{NameOf(request)}\nExpected: {code}\nActual:   {actual}");
        return error!;
    }

    static string NameOf(object request) => request.GetType().Name;
}
