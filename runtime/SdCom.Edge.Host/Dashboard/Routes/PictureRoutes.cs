using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Host.Dashboard.Routes;

/// <summary>The cameras' pictures: one, or all that a viewer can take.</summary>
internal static class PictureRoutes
{
    /// <summary>Viewers at once, on all cameras.</summary>
    public const int MostViewers = 24;

    private const string Boundary = "picture";
    private const string Pattern = "/api/cameras/{index:int:min(0)}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes, RunBoard board)
    {
        routes.MapGet($"{Pattern}/picture.jpg", context => WithViewer(context, board, One));
        routes.MapGet($"{Pattern}/picture.mjpeg", context => WithViewer(context, board, Stream));
        routes.MapGet($"{Pattern}/timeline", context => FindCamera(context, board) is { } camera
            ? Answer.Json(context, camera.Describe(DecisionTimeline.Kept), DashboardJson.Default.IReadOnlyListDecisionView)
            : NoSuchCamera(context));
    }

    private static CameraBoard? FindCamera(HttpContext context, RunBoard board)
    {
        int index = int.Parse((string)context.Request.RouteValues["index"]!, CultureInfo.InvariantCulture); // the pattern lets nothing else through
        return index < board.Cameras.Count ? board.Cameras[index] : null;
    }

    private static Task NoSuchCamera(HttpContext context) => Answer.Problem(context, StatusCodes.Status404NotFound, "there is no camera of this number; they count from 0.");

    private static async Task WithViewer(HttpContext context, RunBoard board, Func<HttpContext, PictureViewer, Task> serve)
    {
        if (FindCamera(context, board) is not { } camera)
        {
            await NoSuchCamera(context).ConfigureAwait(false);
        }
        else if (board.Cameras.Sum(other => other.Pictures.Viewers) >= MostViewers)
        {
            await Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "as many look on as may.").ConfigureAwait(false);
        }
        else
        {
            using PictureViewer viewer = camera.Pictures.Join();
            await serve(context, viewer).ConfigureAwait(false);
        }
    }

    private static async Task One(HttpContext context, PictureViewer viewer)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            if (await viewer.NextAsync(patience.Token).ConfigureAwait(false) is { } picture)
            {
                context.Response.ContentType = "image/jpeg";
                context.Response.ContentLength = picture.Jpeg.Length;
                await context.Response.Body.WriteAsync(picture.Jpeg, context.RequestAborted).ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // No picture came.
        }

        await Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "no picture comes from this camera.").ConfigureAwait(false);
    }

    // The next picture is fetched when the one before has left: at most one is on its way to each viewer.
    private static async Task Stream(HttpContext context, PictureViewer viewer)
    {
        context.Response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false); // the head leaves before the first picture comes
        while (await viewer.NextAsync(context.RequestAborted).ConfigureAwait(false) is { } picture)
        {
            string head = string.Create(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Jpeg.Length}\r\n\r\n");
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(head), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.WriteAsync(picture.Jpeg, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("\r\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
