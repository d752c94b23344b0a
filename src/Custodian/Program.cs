Console.WriteLine("Custodian");
