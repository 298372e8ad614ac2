using Microsoft.Playwright;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>Debian's chromium without a window, started once for all tests that look at pages.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? driver;
    private IBrowser? browser;

    /// <summary>Where screenshots go, for people who want to look.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "dashboard")).FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a page, whose every error fails the test that closes it.</summary>
    public async Task<BrowserPage> Open(string url, ColorScheme scheme = ColorScheme.Dark, int width = 1440, int height = 900, bool phone = false)
    {
        string program = Tools.Require("/usr/bin/chromium");
        driver ??= await Playwright.CreateAsync();
        browser ??= await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Quiet });
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            IsMobile = phone,
            HasTouch = phone,
            DeviceScaleFactor = phone ? 2 : 1,
        });
        BrowserPage page = new(context, await context.NewPageAsync());
        await page.Page.GotoAsync(url, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        driver?.Dispose();
    }
}

/// <summary>One page in a profile of its own.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    internal BrowserPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("net::ERR", StringComparison.Ordinal)) // a server that was stopped on purpose
                Errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What scripts and the content policy complained of.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Waits until an element's text is so.</summary>
    public Task Shows(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(text, new LocatorAssertionsToHaveTextOptions { Timeout = 20_000 });

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task Picture(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.Pictures, $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
