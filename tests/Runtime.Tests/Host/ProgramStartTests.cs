using SdCom.Edge.Host;

namespace SdCom.Edge.Runtime.Tests.Host;

public class ProgramStartTests
{
    private static readonly DateTimeOffset Begun = new(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(2));
    private static readonly DateTimeOffset Now = Begun.AddSeconds(90);

    [Fact]
    public void The_minute_that_the_script_built_does_not_count()
    {
        DateTimeOffset ready = Begun.AddSeconds(61.25);
        Assert.Equal(ready, ProgramStart.Of(Begun, $"{ready.ToUnixTimeMilliseconds()}000", Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1")] // long before the process
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")] // yet to come
    public void A_word_that_cannot_be_is_not_believed(string? word) => Assert.Equal(Begun, ProgramStart.Of(Begun, word, Now));
}
