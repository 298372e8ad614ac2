using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard.Routes;

/// <summary>What people may change: how much of the budget is used, and which profile sets it. Each change is noted with the address it came from.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes, BudgetDesk desk)
    {
        routes.MapPost("/api/budget", async context =>
        {
            if (await Answer.Read(context, DashboardJson.Default.BudgetRequest, """{"share": 0.5}""").ConfigureAwait(false) is { } request)
                await Apply(context, who => desk.SetShare(request.Share, who)).ConfigureAwait(false);
        });
        routes.MapPost("/api/profile", async context =>
        {
            if (await Answer.Read(context, DashboardJson.Default.ProfileRequest, """{"profile": "desktop-cpu"}""").ConfigureAwait(false) is { } request)
                await Apply(context, who => desk.SetProfile(request.Profile, who)).ConfigureAwait(false);
        });
    }

    private static async Task Apply(HttpContext context, Func<string, Change> change)
    {
        try
        {
            await Answer.Json(context, change(Guard.AddressOf(context).ToString()), DashboardJson.Default.Change).ConfigureAwait(false);
        }
        catch (InputException problem)
        {
            await Answer.Problem(context, StatusCodes.Status422UnprocessableEntity, problem.Message).ConfigureAwait(false);
        }
    }
}
