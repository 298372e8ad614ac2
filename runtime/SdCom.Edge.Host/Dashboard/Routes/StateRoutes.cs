using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard.Routes;

/// <summary>The state once, the state as it changes, what happened, and whether all is well.</summary>
internal static class StateRoutes
{
    /// <summary>Listeners at once.</summary>
    public const int MostListeners = 32;

    public static void Map(IEndpointRouteBuilder routes, RunBoard board, Guard guard)
    {
        routes.MapGet("/api/state", context => Answer.Json(context, board.Snapshot(), DashboardJson.Default.DashboardState));
        routes.MapGet("/api/events", context => Listen(context, board.Hub));
        routes.MapGet("/api/events/recent", context => Answer.Json(context, board.Actions.Recent, DashboardJson.Default.IReadOnlyListActionView));
        routes.MapMethods("/healthz", [HttpMethods.Get, HttpMethods.Head], context => Answer.Json(context, new ReadyView(true, []), DashboardJson.Default.ReadyView));
        routes.MapMethods("/readyz", [HttpMethods.Get, HttpMethods.Head], context => Ready(context, board, guard));
    }

    // A probe without the token learns whether, and not why.
    private static Task Ready(HttpContext context, RunBoard board, Guard guard)
    {
        IReadOnlyList<string> reasons = board.NotReady();
        int status = reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Answer.Json(context, new ReadyView(reasons.Count == 0, guard.IsAdmitted(context) ? reasons : []), DashboardJson.Default.ReadyView, status);
    }

    private static async Task Listen(HttpContext context, EventHub hub)
    {
        if (hub.Listeners >= MostListeners)
        {
            await Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "as many listen as may.").ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using EventListener listener = hub.Join();
        while (await listener.NextAsync(context.RequestAborted).ConfigureAwait(false) is { } message)
        {
            await context.Response.Body.WriteAsync(message, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
