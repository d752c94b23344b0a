namespace X;
public class T { [Xunit.Fact] public void Two() => Xunit.Assert.Equal(2, 1+1); }
