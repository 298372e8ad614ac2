namespace SdCom.Edge.Runtime.Tests;

public class Smoke
{
    [Fact]
    public void Runs() => Assert.True(true);
}
