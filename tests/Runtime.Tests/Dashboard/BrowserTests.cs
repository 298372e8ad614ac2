using Microsoft.Playwright;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>The page as people see it, in a real browser. Screenshots are in artifacts/dashboard.</summary>
public class BrowserTests(Models models, Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task It_shows_what_the_shipped_model_sees_of_a_generated_camera_and_changes_its_budget()
    {
        int port = Tools.FreePort();
        using HostProcess host = HostProcess.Start(
            "run", "--model", Path.Combine(Repository.Root, "models", "marshalling"), "--profile", Path.Combine(Repository.Root, "device-profiles", "desktop-cpu.json"), "--source", "synthetic:hover", "--threads", "1", "--urls", $"http://127.0.0.1:{port}");
        await Answers(port);
        await using BrowserPage page = await browser.Open($"http://127.0.0.1:{port}/");
        await page.Shows("#action", "hover");
        await page.Shows("#connection span", "connected");
        await Assertions.Expect(page.Page.Locator("#veil")).ToHaveClassAsync("veil off", new LocatorAssertionsToHaveClassOptions { Timeout = 20_000 }); // a picture has come
        await page.Page.Locator("#share").FocusAsync();
        for (int i = 0; i < 8; i++)
            await page.Page.Keyboard.PressAsync("ArrowLeft"); // by 5 each
        await page.Shows("#answered", "budget share: 100 % → 60 %"); // eight steps, one change
        await Assertions.Expect(page.Page.Locator("#changes li")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        await page.Shows("#limit", "Narrowed to 60 % by hand");
        await page.Shows("#share-text", "60 %");
        await page.Picture("run");
        Assert.Empty(page.Errors);
        host.Terminate();
        Assert.Equal(0, host.Wait());
        await Assertions.Expect(page.Page.Locator("#lost")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });
        await page.Shows("#veil-title", "connection lost");
        await page.Picture("connection-lost");
    }

    [Fact]
    public async Task A_lost_camera_is_said_beside_one_that_lives_and_actions_appear_at_once()
    {
        using FakeRun run = new(models);
        using Timer camera = new(_ => run.Show(grey: 90), null, 0, 50);
        Play(run, 60);
        run.Become(CameraState.Live, camera: 1);
        await using BrowserPage page = await browser.Open($"http://127.0.0.1:{run.Port}/");
        await page.Shows("#action", run.Class(1).Replace('_', ' '));
        await Assertions.Expect(page.Page.Locator("#cameras tr")).ToHaveCountAsync(2);
        run.Become(CameraState.Waiting, camera: 1, problem: "the cable was pulled");
        await page.Shows("#cameras tr:nth-child(2) .state span", "waiting");
        await page.Shows("#cameras tr:nth-child(2) small", "the cable was pulled; trying again in 2.0 s");
        await page.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "yard" }).ClickAsync();
        await page.Shows("#veil-title", "the camera is lost");
        run.Board.Actions.Write(new ActionEvent(1, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6.5), 0.93f) { Camera = "door" }, "<b>wave</b>");
        await page.Shows("#events li:first-child b", "<b>wave</b> door"); // text stays text
        await page.Picture("camera-lost");
        await page.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "door" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#veil")).ToHaveClassAsync("veil off", new LocatorAssertionsToHaveClassOptions { Timeout = 20_000 });
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task It_follows_the_system_to_dark_or_light_and_a_choice_outlasts_a_reload()
    {
        using FakeRun run = new(models, cameras: ["door"]);
        Play(run, 90);
        string url = $"http://127.0.0.1:{run.Port}/";
        await using (BrowserPage dark = await browser.Open(url, ColorScheme.Dark))
        {
            await dark.Shows("#model", "small");
            Assert.Equal("rgb(16, 20, 26)", await Background(dark));
        }

        await using BrowserPage page = await browser.Open(url, ColorScheme.Light);
        await page.Shows("#model", "small");
        Assert.Equal("rgb(243, 245, 248)", await Background(page));
        await page.Picture("light");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Switch to the dark theme" }).ClickAsync();
        Assert.Equal("rgb(16, 20, 26)", await Background(page));
        await page.Page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Shows("#model", "small");
        Assert.Equal("rgb(16, 20, 26)", await Background(page));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_and_everything_can_be_reached_by_keyboard()
    {
        using FakeRun run = new(models);
        Play(run, 90);
        await using BrowserPage page = await browser.Open($"http://127.0.0.1:{run.Port}/", width: 390, height: 844, phone: true);
        await page.Shows("#model", "small");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways");
        HashSet<string> reached = [];
        for (int i = 0; i < 20; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.textContent.trim()"));
        }

        foreach (string wanted in (string[])["Jump to the live picture", "theme", "door", "share", "profile", "1 min", "5 min"])
            Assert.Contains(wanted, reached);
        Assert.Equal(0, await page.Page.Locator("button:not([aria-label]):empty, img:not([alt]), canvas:not([aria-label]), input:not([id]), select:not([id])").CountAsync());
        await page.Picture("phone");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task With_a_token_it_asks_for_it_once()
    {
        using FakeRun run = new(models, new AccessToken("correct-horse-battery-staple", "the test"));
        Play(run, 5);
        await using BrowserPage page = await browser.Open($"http://127.0.0.1:{run.Port}/");
        await page.Page.GetByLabel("Token").FillAsync("wrong-wrong-wrong-wrong");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Shows("#problem", "this is not the token.");
        await page.Picture("login");
        await page.Page.GetByLabel("Token").FillAsync("correct-horse-battery-staple");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Shows("#model", "small");
        Assert.Equal("false", await page.Page.EvaluateAsync<string>("String(document.cookie.includes('sdcom'))")); // no script reads it
        await page.Page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Shows("#model", "small");
    }

    [Fact]
    public async Task When_the_program_comes_back_so_does_the_page()
    {
        FakeRun first = new(models);
        Play(first, 3);
        int port = first.Port;
        await using BrowserPage page = await browser.Open($"http://127.0.0.1:{port}/");
        await page.Shows("#connection span", "connected");
        first.Dispose();
        await page.Shows("#connection span", "connection lost");
        using FakeRun second = new(models, urls: $"http://127.0.0.1:{port}", cameras: ["gate"]);
        Play(second, 3);
        await page.Shows("#connection span", "connected");
        await page.Shows("#cameras tr td:first-child", "gate");
        await Assertions.Expect(page.Page.Locator("#lost")).ToBeHiddenAsync();
    }

    private static async Task Answers(int port)
    {
        using HttpClient client = new();
        for (int i = 0; i < 600; i++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{port}/healthz", FakeRun.Cancel);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, FakeRun.Cancel);
            }
        }

        Assert.Fail("the program does not listen");
    }

    // Frames of a minute or so, at three a second.
    private static void Play(FakeRun run, int frames)
    {
        for (int i = 0; i < frames; i++)
            run.Answer(seconds: i / 3.0, milliseconds: 3 + (i % 7 * 4));
    }

    private static Task<string> Background(BrowserPage page) => page.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
}
