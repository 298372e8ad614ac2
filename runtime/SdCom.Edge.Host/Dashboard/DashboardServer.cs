using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Host.Dashboard.Routes;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>The web server: the page, the API and the metrics of one run. Nothing comes from configuration files or the environment but the token.</summary>
internal sealed class DashboardServer : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly WebApplication application;
    private readonly MeterProvider metrics;

    private DashboardServer(WebApplication application, MeterProvider metrics)
    {
        this.application = application;
        this.metrics = metrics;
    }

    /// <summary>Where it listens, with the real port where 0 was asked for.</summary>
    public IReadOnlyList<string> Addresses => [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Everything that it answers; for the test that holds the API's document to it.</summary>
    internal IReadOnlyList<Endpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints)];

    /// <summary>Starts listening.</summary>
    /// <param name="settings">Where, and who may look.</param>
    /// <param name="board">What there is to see; stays its owner's.</param>
    /// <param name="time">Measures how long addresses are refused.</param>
    /// <exception cref="InputException">An address cannot be had.</exception>
    public static DashboardServer Start(DashboardSettings settings, RunBoard board, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Limit(kestrel, settings));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Farewell);
        WebApplication application = builder.Build();
        MeterProvider metrics = Exposition.Prometheus();
        DashboardServer server = new(application, metrics);
        try
        {
            server.Map(settings, board, time);
            application.StartAsync().GetAwaiter().GetResult();
            return server;
        }
        catch (IOException problem) when (Root(problem) is SocketException or AddressInUseException)
        {
            server.Dispose();
            throw new InputException($"--urls {string.Join(';', settings.Urls)}: cannot listen there: {Root(problem).Message}; choose another address or port.", problem);
        }
        catch (SocketException problem)
        {
            server.Dispose();
            throw new InputException($"--urls {string.Join(';', settings.Urls)}: cannot listen there: {problem.Message}; choose another address or port.", problem);
        }
    }

    public void Dispose()
    {
        using (CancellationTokenSource patience = new(Farewell))
            application.StopAsync(patience.Token).GetAwaiter().GetResult();
        application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        metrics.Dispose();
    }

    private static Exception Root(Exception problem) => problem.InnerException is { } inner ? Root(inner) : problem;

    private void Map(DashboardSettings settings, RunBoard board, TimeProvider time)
    {
        Guard guard = new(new HostNames(settings.Urls, settings.Certificate), settings.Token, time);
        application.Use(next => context => Survive(context, next));
        application.Use(next => context => guard.InvokeAsync(context, next));
        application.UseRouting();
        PageRoutes.Map(application, guard);
        StateRoutes.Map(application, board, guard);
        PictureRoutes.Map(application, board);
        ControlRoutes.Map(application, board.Desk);
        application.MapPrometheusScrapingEndpoint("/metrics", metrics, configureBranchedPipeline: null, optionsName: null);
        application.MapFallback(context => Answer.Problem(context, StatusCodes.Status404NotFound, "there is nothing here; /openapi.json lists what there is."));
    }

    // Whoever leaves in the middle of an answer, or sends what cannot be read, is no failure of ours.
    private static async Task Survive(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception problem) when (context.RequestAborted.IsCancellationRequested && problem is OperationCanceledException or IOException)
        {
            context.Abort();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException problem) when (!context.Response.HasStarted)
        {
            await Answer.Problem(context, problem.StatusCode, problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? "the body is too large." : "the request cannot be read.").ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            context.Abort(); // the run ends
        }
    }

    private static void Limit(KestrelServerOptions kestrel, DashboardSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxRequestBodySize = 4096;
        limits.MaxRequestLineSize = 4096;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = 128;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        foreach (ServerUrl url in settings.Urls)
        {
            kestrel.Listen(new IPEndPoint(url.Address, url.Port), listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (url.IsSecure)
                    listen.UseHttps(settings.Certificate!);
            });
        }
    }
}
